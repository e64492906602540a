using System.Text.Json;
using Ziggie.Engine.Host;

namespace Ziggie.Models.Engine;

/// <summary>Compares what the engine is told.</summary>
internal static class EngineSetups
{
    public static bool Same(EngineSetup a, EngineSetup b) => JsonSerializer.Serialize(a, EngineJson.Default.EngineSetup) == JsonSerializer.Serialize(b, EngineJson.Default.EngineSetup);
}
