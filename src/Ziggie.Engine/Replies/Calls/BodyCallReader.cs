namespace Ziggie.Engine.Replies.Calls;

/// <summary>A call whose name is known beforehand and whose arguments are all that comes.</summary>
internal sealed class BodyCallReader : CallReader
{
    public BodyCallReader(string name) => Name = name;

    public void Add(ReadOnlySpan<byte> arguments) => AddArguments(arguments);

    public override CallStep Advance(ReadOnlySpan<byte> text, bool ended) => throw new NotSupportedException();
}
