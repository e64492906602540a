namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>The <c>loop</c> of a running <c>for</c>.</summary>
internal sealed class LoopState(List<Value> items, LoopState? outer)
{
    private Value _changed;
    private bool _hasChanged;

    public int Index { get; set; }

    private int Depth { get; } = outer is null ? 1 : outer.Depth + 1;

    public Value Get(string name) => name switch
    {
        "index" => Value.Of(Index + 1L),
        "index0" => Value.Of((long)Index),
        "revindex" => Value.Of((long)items.Count - Index),
        "revindex0" => Value.Of((long)items.Count - Index - 1),
        "first" => Value.Of(Index == 0),
        "last" => Value.Of(Index == items.Count - 1),
        "length" => Value.Of((long)items.Count),
        "previtem" => Index > 0 ? items[Index - 1] : default,
        "nextitem" => Index + 1 < items.Count ? items[Index + 1] : default,
        "depth" => Value.Of((long)Depth),
        "depth0" => Value.Of(Depth - 1L),
        "cycle" => Value.Of(new BuiltinFunction("loop.cycle", Cycle)),
        "changed" => Value.Of(new BuiltinFunction("loop.changed", Changed)),
        _ => default,
    };

    private Value Cycle(Rendering rendering, in Arguments arguments) => arguments.Count == 0 ? throw new Fault("loop.cycle needs values") : arguments[Index % arguments.Count];

    private Value Changed(Rendering rendering, in Arguments arguments)
    {
        var now = Value.Tuple([.. arguments.Positional]);
        var changed = !_hasChanged || !_changed.Equals(now);
        (_changed, _hasChanged) = (now, true);
        return Value.Of(changed);
    }
}
