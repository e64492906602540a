namespace Ziggie.Wire;

/// <summary>Names of request fields that a backend's dialect has no word for and that do not change the answer; told in <c>x-ziggie-dropped</c>.</summary>
public sealed class DroppedFields
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    /// <summary>What only OpenAI's dialect says of messages and the pictures in them.</summary>
    internal void AddOpenAiOnly(IEnumerable<Message> messages)
    {
        foreach (var message in messages)
        {
            if (message.Name is not null) Add("messages.name");
            if (message.Parts.Concat(message.Parts.OfType<ToolResultPart>().SelectMany(r => r.Content)).Any(p => p is ImagePart { Detail: not null })) Add("messages.content.image_url.detail");
        }
    }

    public void Add(string name)
    {
        if (!_names.Contains(name)) _names.Add(name);
    }
}
