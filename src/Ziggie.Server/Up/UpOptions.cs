namespace Ziggie.Server.Up;

/// <summary>What <c>ziggie up</c> was asked for.</summary>
/// <param name="DataPath">Null: <c>$ZIGGIE_DATA</c> or <c>~/.ziggie</c>.</param>
/// <param name="ConfigPath">Null: ziggie.yaml in the working directory, else in the data directory, else none.</param>
public sealed record UpOptions(string? DataPath = null, string? ConfigPath = null, string? Url = null, bool KeepDemo = false);
