namespace Ziggie.Engine.Templates.Jinja.Values;

/// <summary>Something a template can call: a macro, a built-in, a method with its object.</summary>
internal abstract class Function(string name)
{
    public string Name { get; } = name;

    public abstract Value Call(Rendering rendering, in Arguments arguments);
}

/// <summary>What a built-in filter, test, method or function does. Of filters, tests and methods the first argument is the value they are applied to.</summary>
internal delegate Value Builtin(Rendering rendering, in Arguments arguments);

/// <summary>A built-in as a value.</summary>
internal sealed class BuiltinFunction(string name, Builtin body) : Function(name)
{
    public override Value Call(Rendering rendering, in Arguments arguments) => body(rendering, arguments);
}

/// <summary>A method that was looked up without being called at once.</summary>
internal sealed class BoundMethod(string name, Value self, Builtin body) : Function(name)
{
    public override Value Call(Rendering rendering, in Arguments arguments) => body(rendering, arguments.Before(self));
}
