using System.Runtime.InteropServices;

namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>A dictionary in the order of insertion. Messages have a handful of keys, so small ones are searched from the front.</summary>
internal sealed class Map
{
    private const int SmallSize = 8;
    private readonly List<KeyValuePair<Value, Value>> _entries;
    private Dictionary<Value, int>? _index;

    public Map(int capacity = 4) => _entries = new List<KeyValuePair<Value, Value>>(capacity);

    public Map(Map other) : this(other.Count)
    {
        for (var i = 0; i < other.Count; i++) Set(other.KeyAt(i), other.ValueAt(i));
    }

    public int Count => _entries.Count;
    public Value KeyAt(int index) => _entries[index].Key;
    public Value ValueAt(int index) => _entries[index].Value;

    public Value this[string key]
    {
        get => TryGet(key, out var value) ? value : default;
        set => Set(Value.Of(key), value);
    }

    public bool TryGet(string key, out Value value)
    {
        if (_index is not null) return TryGet(Value.Of(key), out value);
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (entry.Key.IsString && string.Equals(entry.Key.Text, key, StringComparison.Ordinal))
            {
                value = entry.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    public bool TryGet(in Value key, out Value value)
    {
        var at = Find(key);
        value = at < 0 ? default : _entries[at].Value;
        return at >= 0;
    }

    public bool Contains(in Value key) => Find(key) >= 0;

    public void Set(in Value key, in Value value)
    {
        if (key.Kind is ValueKind.List or ValueKind.Map) throw new Fault($"a {key.TypeName} cannot be a key");
        var at = Find(key);
        if (at >= 0)
        {
            _entries[at] = new(key, value);
            return;
        }
        _entries.Add(new(key, value));
        if (_index is not null) _index.Add(key, _entries.Count - 1);
        else if (_entries.Count > SmallSize) Index();
    }

    public bool Remove(in Value key, out Value value)
    {
        if (!TryGet(key, out value)) return false;
        _entries.RemoveAt(Find(key));
        _index = null;
        if (_entries.Count > SmallSize) Index();
        return true;
    }

    private int Find(in Value key)
    {
        if (_index is not null) return _index.TryGetValue(key, out var at) ? at : -1;
        for (var i = 0; i < _entries.Count; i++)
        {
            if (_entries[i].Key.Equals(key)) return i;
        }
        return -1;
    }

    private void Index()
    {
        _index = new Dictionary<Value, int>(_entries.Count * 2);
        for (var i = 0; i < _entries.Count; i++) _index.Add(_entries[i].Key, i);
    }
}
