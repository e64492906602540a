using System.Text;
using System.Threading.Channels;
using Ziggie.Gateway;
using Ziggie.Identity;
using Ziggie.Wire;

namespace Ziggie.Tests.Support;

/// <summary>A gateway whose answers a test writes by hand. It is a stand-in: nothing is routed, admitted or metered.</summary>
internal sealed class FakeFrontDoor : IFrontDoor
{
    private readonly Channel<FakeCall> _calls = Channel.CreateUnbounded<FakeCall>();

    public Task<FrontDoorResult> CallAsync(Caller caller, ModelRequest request, FrontDoorOrigin origin, IReplySink sink, CancellationToken cancel)
    {
        var call = new FakeCall(caller, request, origin, sink, cancel);
        _calls.Writer.TryWrite(call);
        return call.Result;
    }

    public async Task<FakeCall> NextAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        return await _calls.Reader.ReadAsync(bound.Token);
    }
}

/// <summary>One call of the stand-in.</summary>
internal sealed class FakeCall
{
    private readonly TaskCompletionSource<FrontDoorResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FakeCall(Caller caller, ModelRequest request, FrontDoorOrigin origin, IReplySink sink, CancellationToken cancel)
    {
        (Caller, Request, Origin, Sink) = (caller, request, origin, sink);
        cancel.Register(() => _result.TrySetCanceled(cancel));
    }

    public Caller Caller { get; }

    public ModelRequest Request { get; }

    public FrontDoorOrigin Origin { get; }

    public IReplySink Sink { get; }

    public Task<FrontDoorResult> Result => _result.Task;

    public void Text(string text) => Sink.Text(Encoding.UTF8.GetBytes(text));

    public void Think(string text) => Sink.Thinking(Encoding.UTF8.GetBytes(text));

    public void Complete(FinishReason reason = FinishReason.Stop)
    {
        Sink.Finish(reason, null);
        Sink.Usage(new TokenUsage(7, 3));
        _result.TrySetResult(new FrontDoorResult(null, "b1", "m-at-b1", "exact", []));
    }

    public void Fail(WireError error) => _result.TrySetResult(new FrontDoorResult(error, "b1", null, "exact", []));

    public async Task CancelledAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _result.Task.WaitAsync(bound.Token));
        Assert.True(_result.Task.IsCanceled);
    }
}
