using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja;

/// <summary>The names that are set in a template, loop or macro; numbers stand for names, so that a look-up compares no text.</summary>
internal sealed class Scope(Rendering rendering, Scope? parent, int capacity = 4)
{
    private int[] _names = new int[capacity];
    private Value[] _values = new Value[capacity];
    private int _count;

    public Rendering Rendering => rendering;

    public Scope Inner() => new(rendering, this);

    public Value Get(int name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            var at = scope.Find(name);
            if (at >= 0) return scope._values[at];
        }
        return default;
    }

    public void Set(int name, in Value value)
    {
        var at = Find(name);
        if (at < 0)
        {
            if (_count == _names.Length)
            {
                Array.Resize(ref _names, _count * 2);
                Array.Resize(ref _values, _count * 2);
            }
            at = _count++;
            _names[at] = name;
        }
        _values[at] = value;
    }

    /// <summary>Forgets what was set: a loop's next round begins anew.</summary>
    public void Clear() => _count = 0;

    private Scope? Parent { get; } = parent;

    private int Find(int name) => Array.IndexOf(_names, name, 0, _count);
}
