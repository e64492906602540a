namespace Ziggie.Machine.Containers;

/// <summary>What came of one question to the engine: a value, or why there is none.</summary>
/// <param name="Status">Of the reply; 0 where there was none.</param>
internal readonly record struct EngineAnswer<T>(T? Value, EngineTrouble? Trouble, string Detail = "", int Status = 0) where T : class
{
    public bool IsGone => Status == 404;
}
