using Ziggie.Engine.Host;

namespace Ziggie.Models.Engine;

/// <summary>Why the engine's process ended, as far as one can tell, and what to do.</summary>
internal static class CrashText
{
    private const string Killed = "was ended by signal 9";

    /// <param name="before">What it was doing.</param>
    public static string Of(string exit, string lastWords, EngineState? before)
    {
        var loading = before?.Models.FirstOrDefault(m => m.State == "loading");
        var doing = loading is null ? "" : $" while it loaded \"{loading.Name}\"";
        var last = lastWords.Split('\n').LastOrDefault(l => l.Length > 0);
        var cause = exit == Killed ? " The system may have run out of memory: take a smaller quantisation, or lower engine.memory, context or slots." : last is null ? "" : $" It said last: {last}";
        return $"The engine's process {exit}{doing}.{cause} It starts again by itself.";
    }
}
