namespace Ziggie.Settings;

/// <summary>Sections of coming versions, so that a file may already have them: their shape is checked, their values are not used.</summary>
internal static class LaterKeys
{
    private static readonly SectionShape<Unused> s_source = new SectionShape<Unused>(Nothing) { Open = true }
        .Later("path", Shapes.Path, "A folder.")
        .Later("schedule", Shapes.Text, "When to look again, as in cron.");

    public static SectionShape<Unused> Service { get; } = new SectionShape<Unused>(Nothing) { Open = true }
        .Later("command", new AnyShape(), "Program and arguments.")
        .Later("cwd", Shapes.Path, "Where it runs.")
        .Later("port", Shapes.Int(1, 65535), "Where it listens.")
        .Later("restart", Shapes.Text, "When to start it again.");

    public static SectionShape<Unused> Knowledge { get; } = new SectionShape<Unused>(Nothing) { Open = true }
        .Later("sources", Shapes.List(s_source), "Folders to read.");

    public static SectionShape<Unused> Uploads { get; } = new SectionShape<Unused>(Nothing) { Open = true }
        .Later("path", Shapes.Path, "Folder for uploaded files.");

    public static SectionShape<Unused> UploadLimits { get; } = new SectionShape<Unused>(Nothing) { Open = true }
        .Later("fileMb", Shapes.Int(1, 1_000_000), "Largest file.")
        .Later("zipMb", Shapes.Int(1, 1_000_000), "Largest archive.");

    private static Unused Nothing() => default;
}

/// <summary>Stands for a value that nobody reads.</summary>
internal readonly record struct Unused;
