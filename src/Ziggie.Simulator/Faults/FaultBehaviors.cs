namespace Ziggie.Simulator.Faults;

/// <summary>What each kind does; kinds that concern the port (<see cref="FaultKind.Refuse"/>, <see cref="FaultKind.Flap"/>) reset a request that asks for them.</summary>
internal static class FaultBehaviors
{
    private static readonly Dictionary<FaultKind, FaultBehavior> All = new()
    {
        [FaultKind.Refuse] = new ResetFault(),
        [FaultKind.Flap] = new ResetFault(),
        [FaultKind.Reset] = new ResetFault(),
        [FaultKind.Hang] = new HangFault(),
        [FaultKind.Stall] = new StallFault(),
        [FaultKind.Drop] = new DropFault(),
        [FaultKind.DropFin] = new DropFault(),
        [FaultKind.Garbage] = new GarbageFault(),
        [FaultKind.GarbageBody] = new GarbageBodyFault(),
        [FaultKind.MalformedJson] = new MalformedJsonFault(),
        [FaultKind.Html] = new HtmlFault(),
        [FaultKind.Html502] = new HtmlFault(),
        [FaultKind.SplitUtf8] = new SplitUtf8Fault(),
        [FaultKind.CutUtf8] = new CutUtf8Fault(),
        [FaultKind.NoFinish] = new NoFinishFault(),
        [FaultKind.Status] = new StatusFault(),
        [FaultKind.SlowLoad] = new SlowLoadFault(),
        [FaultKind.SlowBytes] = new SlowBytesFault(),
        [FaultKind.HugeLine] = new HugeLineFault(),
        [FaultKind.ErrorInStream] = new ErrorInStreamFault(),
        [FaultKind.DoubleFinish] = new DoubleFinishFault(),
    };

    public static FaultBehavior Of(FaultKind kind) => All[kind];
}
