using System.Globalization;
using Ziggie.Engine.Templates.Jinja.Values;

namespace Ziggie.Engine.Templates.Jinja.Nodes;

/// <summary>What a value is given to: a name, several, or a namespace's attribute.</summary>
internal abstract class Target
{
    public abstract void Assign(Scope scope, in Value value);
}

internal sealed class NameTarget(int name) : Target
{
    public override void Assign(Scope scope, in Value value) => scope.Set(name, value);
}

internal sealed class AttributeTarget(Expression target, string attribute) : Target
{
    private readonly Value _key = Value.Of(attribute);

    public override void Assign(Scope scope, in Value value)
    {
        var holder = target.Evaluate(scope);
        if (holder.Kind is not (ValueKind.Namespace or ValueKind.Map)) throw new Fault($"'{attribute}' can be set on a namespace only, not on {holder.TypeName}");
        holder.Map.Set(_key, value);
    }
}

internal sealed class TupleTarget(Target[] targets) : Target
{
    public override void Assign(Scope scope, in Value value)
    {
        var items = Iteration.Items(value);
        if (items.Count != targets.Length) throw new Fault(string.Create(CultureInfo.InvariantCulture, $"{items.Count} values cannot be unpacked into {targets.Length} names"));
        for (var i = 0; i < targets.Length; i++) targets[i].Assign(scope, items[i]);
    }
}
