namespace Ziggie.Wire;

/// <summary>Fields without a neutral place that Ziggie's own engine heeds, and what becomes of others.</summary>
public static class EngineFields
{
    internal const string EngineName = "Ziggie's own engine";

    private static readonly HashSet<string> s_heeded = ["grammar", "ignore_eos", "mirostat", "mirostat_tau", "mirostat_eta", "chat_template_kwargs"];

    /// <exception cref="WireException">The request has a field that would change the answer, and that the engine would pass over: 400, naming it.</exception>
    public static void Check(ModelRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var name in request.Extra.Keys)
            if (!IsHeeded(name) && !ExtraFields.IsHarmless(name)) throw ExtraFields.Refused(name, EngineName);
    }

    internal static bool IsHeeded(string name) => s_heeded.Contains(name);
}
