using System.Globalization;
using System.Text.RegularExpressions;

namespace Ziggie.Engine.Gguf;

/// <summary>Reads a model from its file, or from the files <c>name-00001-of-00003.gguf</c> and so on that it was split into.</summary>
public static partial class GgufParts
{
    private const int MostNamed = 5;

    /// <summary>What the parts have in common and which one of how many this is; null for a file that is no part by its name.</summary>
    public static (string Stem, int Number, int Count)? Split(string fileName)
    {
        var match = PartName().Match(fileName);
        if (!match.Success) return null;
        var (number, count) = (Int(match.Groups[2]), Int(match.Groups[3]));
        return number >= 1 && number <= count && count <= GgufLimits.Parts ? (match.Groups[1].Value, number, count) : null;
    }

    /// <summary>The name of one part; counted from 1.</summary>
    public static string NameOf(string stem, int number, int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{stem}-{number:D5}-of-{count:D5}.gguf");

    internal static GgufFile Read(string path, CancellationToken cancel)
    {
        var first = ReadOne(path, 0, cancel);
        var (number, count) = (SplitKey(first, "split.no"), SplitKey(first, "split.count"));
        if (count is null or 0 or 1) return first;
        return ReadAll(first, path, (number ?? 0) + 1, count.Value, cancel);
    }

    private static GgufFile ReadAll(GgufFile first, string path, long number, long count, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path) ?? "";
        if (count > GgufLimits.Parts) throw new GgufException(GgufFault.TooLarge, $"{name} says it is one of {count} parts; {GgufLimits.Parts} is the most that is taken. Get the file from another source.", key: "split.count");
        if (Split(name) is not { } split || split.Count != count || split.Number != number)
            throw new GgufException(GgufFault.MissingPart, $"{name} is part {number} of a model split into {count} files, but its name does not say so. Give the parts the names they had, such as {NameOf("model", 1, (int)count)}, in one folder.", key: "split.count");
        var paths = Enumerable.Range(1, split.Count).Select(n => Path.Combine(folder, NameOf(split.Stem, n, split.Count))).ToList();
        var missing = paths.Where(p => !File.Exists(p)).Select(p => Path.GetFileName(p)).ToList();
        if (missing.Count > 0)
            throw new GgufException(GgufFault.MissingPart, $"Of the {count} parts of {split.Stem}, {Listed(missing)} {(missing.Count == 1 ? "is" : "are")} missing. Download {(missing.Count == 1 ? "it" : "them")} into the same folder.");
        if (number != 1)
            throw new GgufException(GgufFault.MissingPart, $"{name} is part {number} of {count}. Open the first one, {NameOf(split.Stem, 1, split.Count)}.", key: "split.no");
        return Join(first, paths, cancel);
    }

    private static GgufFile Join(GgufFile first, List<string> paths, CancellationToken cancel)
    {
        var tensors = first.Tensors.ToList();
        var parts = first.Parts.ToList();
        var names = tensors.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        for (var i = 1; i < paths.Count; i++)
        {
            var part = ReadOne(paths[i], i, cancel);
            var name = Path.GetFileName(paths[i]);
            if (SplitKey(part, "split.no") != i || SplitKey(part, "split.count") != paths.Count)
                throw new GgufException(GgufFault.Damaged, $"{name} does not say that it is part {i + 1} of {paths.Count}: it belongs to another model. Download it again.", key: "split.no");
            if (part.Tensors.FirstOrDefault(t => !names.Add(t.Name)) is { } twice)
                throw new GgufException(GgufFault.Damaged, $"{name} has the tensor '{twice.Name}', which an earlier part has too: the parts do not belong together. Download them again.", key: twice.Name);
            if (tensors.Count + part.Tensors.Count > GgufLimits.Tensors)
                throw new GgufException(GgufFault.TooLarge, $"The parts up to {name} have more than {GgufLimits.Tensors} tensors, far more than any model. Get the files from another source.");
            tensors.AddRange(part.Tensors);
            parts.AddRange(part.Parts);
        }
        var expected = SplitKey(first, "split.tensors.count");
        if (expected is not null && expected != tensors.Count)
            throw new GgufException(GgufFault.Damaged, $"The parts of {Path.GetFileName(paths[0])} have {tensors.Count} tensors, where {expected} belong together. Download them again.", key: "split.tensors.count");
        return first with { Tensors = tensors, Parts = parts };
    }

    private static GgufFile ReadOne(string path, int part, CancellationToken cancel)
    {
        var name = Path.GetFileName(path);
        try
        {
            // Looked at before it is opened: to open a pipe or a device would wait, perhaps for good. They have no length.
            var file = new FileInfo(path);
            if ((file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file) is { Exists: true, Length: 0 })
                throw new GgufException(GgufFault.Truncated, $"{name} is empty. Download it again.", 0);
            using var stream = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.SequentialScan,
            });
            using var cursor = new GgufCursor(stream, name, cancel);
            var read = GgufReader.Read(cursor, part);
            return read with { Parts = [read.Parts[0] with { Path = path }] };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or System.Security.SecurityException)
        {
            throw new GgufException(GgufFault.Unreadable, $"{name} cannot be read: {e.Message} Check that it is there and that the user who runs Ziggie may read it.", cause: e);
        }
    }

    private static long? SplitKey(GgufFile file, string key) => file.Metadata.GetValueOrDefault(key)?.Integer;

    private static string Listed(List<string> names) => names.Count <= MostNamed
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(MostNamed))} and {names.Count - MostNamed} more";

    private static int Int(Group digits) => int.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(.+)-([0-9]{5})-of-([0-9]{5})\.gguf\z", RegexOptions.CultureInvariant)]
    private static partial Regex PartName();
}
