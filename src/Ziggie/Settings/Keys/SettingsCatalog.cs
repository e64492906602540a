namespace Ziggie.Settings;

/// <summary>Every key there is, declared once: reading, validation, schema, reference and the settings page are made from here.</summary>
internal static class SettingsCatalog
{
    public static SectionShape<ZiggieSettings> Root { get; } = new SectionShape<ZiggieSettings>(() => new())
        .Key("server", ServerKeys.Server, "Where and for whom Ziggie listens.", s => s.Server, (s, v) => s with { Server = v })
        .Key("database", ServerKeys.Database, "Where users, keys, conversations and usage are kept.", s => s.Database, (s, v) => s with { Database = v })
        .Key("backends", Shapes.List(BackendKeys.Backend), "The model servers, in order of preference. With none, Ziggie looks for local ones.", s => s.Backends, (s, v) => s with { Backends = v })
        .Key(
            "aliases",
            Shapes.Map(Shapes.List(Shapes.Text), "alias"),
            "Names that stand for models: each with the models to try, as `name` or `backend/name`.",
            s => s.Aliases,
            (s, v) => s with { Aliases = v })
        .Key("engine", EngineKeys.Engine, "GGUF files on disk, served by Ziggie itself.", s => s.Engine, (s, v) => s with { Engine = v })
        .Key("models", ModelKeys.Models, "Models on this machine's disk: GGUF files put there, and what is pulled.", s => s.Models, (s, v) => s with { Models = v })
        .Key("limits", UseKeys.Limits, "Bounds on what callers may send.", s => s.Limits, (s, v) => s with { Limits = v })
        .Key("discovery", UseKeys.Discovery, "Looking for local model servers while no backend is configured.", s => s.Discovery, (s, v) => s with { Discovery = v })
        .Key("usage", UseKeys.Usage, "How long usage is kept and what tokens cost.", s => s.Usage, (s, v) => s with { Usage = v })
        .Key("logging", UseKeys.Logging, "What is logged.", s => s.Logging, (s, v) => s with { Logging = v })
        .Later("services", Shapes.Map(LaterKeys.Service, "service"), "Programs, containers and compose projects that Ziggie starts, stops and watches.")
        .Later("knowledge", LaterKeys.Knowledge, "Folders whose documents can be searched and asked.")
        .Later("uploads", LaterKeys.Uploads, "Where uploaded files are kept.");
}
