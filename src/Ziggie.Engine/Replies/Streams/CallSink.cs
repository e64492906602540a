using Ziggie.Engine.Replies.Calls;
using Ziggie.Wire;

namespace Ziggie.Engine.Replies.Streams;

/// <summary>Tells of calls: at once where they are certain to be well-formed, else when they are whole.</summary>
/// <param name="asTheyCome">A grammar holds the model to the form.</param>
internal sealed class CallSink(bool asTheyCome, CallTools tools, Func<string> newId)
{
    private int _count;
    private int _told;
    private bool _isOpen;

    /// <summary>Whether any call has been told of.</summary>
    public bool Any => _count > 0;

    /// <summary>A call has been told of that is not yet complete.</summary>
    public bool IsOpen => _isOpen;

    /// <summary>A call has come a bit further.</summary>
    public void Progress(CallReader call, IReplySink sink)
    {
        if (!asTheyCome || call.Name is null || !tools.Has(call.Name) || (call.Arguments.IsEmpty && !_isOpen)) return;
        Open(call, sink);
        Tell(call.Arguments, sink);
    }

    /// <summary>A call is whole.</summary>
    /// <returns>False: its arguments are no JSON object, so it is none.</returns>
    public bool Complete(CallReader call, IReplySink sink)
    {
        if (!_isOpen && !ArgumentJson.IsObject(call.Arguments)) return false;
        Open(call, sink);
        Tell(call.Arguments, sink);
        Close();
        return true;
    }

    /// <summary>The call that was told of will not go on.</summary>
    public void Close() => (_isOpen, _told) = (false, 0);

    private void Open(CallReader call, IReplySink sink)
    {
        if (_isOpen) return;
        _isOpen = true;
        sink.ToolCall(_count++, string.IsNullOrEmpty(call.Id) ? newId() : call.Id, call.Name!);
    }

    private void Tell(ReadOnlySpan<byte> arguments, IReplySink sink)
    {
        if (arguments.Length == _told) return;
        sink.ToolArguments(_count - 1, arguments[_told..]);
        _told = arguments.Length;
    }
}
