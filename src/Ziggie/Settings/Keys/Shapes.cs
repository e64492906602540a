using Ziggie.Wire;

namespace Ziggie.Settings;

/// <summary>Short names for the shapes, so that declarations read like the file they describe.</summary>
internal static class Shapes
{
    public static BoolShape Bool { get; } = new();
    public static TextShape Text { get; } = new("text", TextRules.NotEmpty);
    public static TextShape Path { get; } = new("path", TextRules.FilePath);
    public static AmountShape Amount { get; } = new();

    public static IntShape Int(int min, int max) => new(min, max);

    public static DurationShape Duration(string min, string max) => new(Durations.Parse(min)!.Value, Durations.Parse(max)!.Value);

    public static SizeShape Size(string min, string max) => new(SizeShape.Parse(min)!.Value, SizeShape.Parse(max)!.Value);

    public static OptionalShape<T> Optional<T>(Shape<T> inner) where T : struct => new(inner);

    public static ListShape<T> List<T>(Shape<T> element) => new(element);

    public static MapShape<T> Map<T>(Shape<T> element, string keyWord) => new(element, keyWord);
}
