namespace Ziggie.Engine.Templates.Jinja.Syntax;

/// <summary>Numbers for the names of a template's variables.</summary>
internal sealed class Names
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public int this[string name]
    {
        get
        {
            if (!_ids.TryGetValue(name, out var id)) _ids[name] = id = _ids.Count;
            return id;
        }
    }

    /// <summary>Whether the template mentions the name at all.</summary>
    public bool TryGet(string name, out int id) => _ids.TryGetValue(name, out id);
}
