namespace Ziggie.Wire;

/// <summary>Names of request fields that a backend's dialect has no word for and that do not change the answer; told in <c>x-ziggie-dropped</c>.</summary>
public sealed class DroppedFields
{
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    public void Add(string name)
    {
        if (!_names.Contains(name)) _names.Add(name);
    }
}
