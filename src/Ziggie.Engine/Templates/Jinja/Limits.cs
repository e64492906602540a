namespace Ziggie.Engine.Templates.Jinja;

/// <summary>What a template may use up; a file from the net must not be able to hang or fill the process.</summary>
/// <param name="Source">Longest template, in characters.</param>
/// <param name="Nesting">Deepest nesting of blocks and expressions.</param>
/// <param name="Output">Longest rendering, in characters.</param>
/// <param name="Work">Loop rounds, and characters and items copied in between, in one rendering.</param>
/// <param name="Calls">Deepest nesting of macro calls.</param>
internal sealed record Limits(int Source = 1 << 20, int Nesting = 120, int Output = 1 << 25, long Work = 1L << 28, int Calls = 60)
{
    public static Limits Default { get; } = new();
}
