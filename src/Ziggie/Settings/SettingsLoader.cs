using System.Text;

namespace Ziggie.Settings;

/// <summary>Reads the configuration: file, then environment, then options; all errors at once.</summary>
public static class SettingsLoader
{
    /// <summary>Name of the file that is looked for.</summary>
    public const string FileName = "ziggie.yaml";

    private const int MaxBytes = 1 << 20;

    /// <summary>
    /// 1. find the file: <paramref name="configPath"/>, else ziggie.yaml in the working directory, else in the data directory, else none;
    /// 2. read its text as nodes; 3. put environment variables and options over them; 4. read the nodes as settings; 5. check rules between keys.
    /// </summary>
    /// <param name="url">Value of <c>--url</c>; stands above all else.</param>
    public static SettingsResult Load(
        string? configPath,
        string workingDirectory,
        string dataDirectory,
        IReadOnlyDictionary<string, string> environment,
        string? url = null) =>
        Load(new SettingsRequest(configPath, workingDirectory, dataDirectory, environment, url));

    internal static SettingsResult Load(SettingsRequest request)
    {
        // 1. find
        var file = FindFile(request);
        var look = FileLook.At(file);
        var reading = new Reading(request.Environment, Path.GetDirectoryName(file) ?? request.WorkingDirectory);

        // 2. nodes
        var root = file is null ? null : ReadFile(file, Display(file, request), reading.Errors);
        var unparsable = reading.Errors.Count > 0 && root is null;

        // 3. what stands above the file
        root = EnvironmentOverrides.Apply(root is ScalarNode { IsNull: true } ? null : root, reading);
        if (request.Url is not null) root = EnvironmentOverrides.Apply(root, ["server", "url"], request.Url, new SettingOrigin(SettingOriginKind.CommandLine, "--url"), reading);

        // 4. settings
        var settings = new ZiggieSettings();
        if (root is not null) SettingsCatalog.Root.TryRead(root, "", reading, out settings);

        // 5. rules
        if (!unparsable) SettingsRules.Check(settings, reading);
        return new SettingsResult(reading.Errors.Count == 0 ? settings : null, reading.Errors, reading.Warnings, file)
        {
            Origins = reading.Origins,
            Request = request,
            Look = look,
            Unparsable = unparsable,
        };
    }

    /// <summary>The file in use; also one that was asked for and is not there.</summary>
    internal static string? FindFile(SettingsRequest request)
    {
        if (request.ConfigPath is not null) return Path.GetFullPath(request.ConfigPath, request.WorkingDirectory);
        var inWorking = Path.Join(request.WorkingDirectory, FileName);
        if (File.Exists(inWorking)) return Path.GetFullPath(inWorking);
        var inData = Path.Join(request.DataDirectory, FileName);
        return File.Exists(inData) ? Path.GetFullPath(inData) : null;
    }

    private static ConfigNode? ReadFile(string file, string display, List<SettingProblem> errors)
    {
        SettingOrigin Place(int line, int column) => new(SettingOriginKind.File, display, line, column);
        try
        {
            var bytes = ReadBytes(file);
            if (bytes.Length <= MaxBytes)
                return YamlReader.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF'), Place, errors);
            errors.Add(new SettingProblem(Place(0, 0), "", $"The file is larger than {MaxBytes >> 20} MiB; this cannot be a configuration."));
        }
        catch (DecoderFallbackException)
        {
            errors.Add(new SettingProblem(Place(0, 0), "", "The file is not UTF-8 text; save it as UTF-8."));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            errors.Add(new SettingProblem(Place(0, 0), "", e switch
            {
                FileNotFoundException or DirectoryNotFoundException => "There is no such file; check --config.",
                UnauthorizedAccessException when Directory.Exists(file) => "This is a directory; name a file in it.",
                UnauthorizedAccessException => "The file may not be read by this user; check its permissions.",
                _ => $"The file cannot be read: {e.Message}",
            }));
        }
        return null;
    }

    /// <summary>At most one byte more than is allowed, also from something endless.</summary>
    private static byte[] ReadBytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var buffer = new byte[MaxBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }

    /// <summary>As short as it can be and still be found: relative where it lies below the working directory.</summary>
    private static string Display(string file, SettingsRequest request)
    {
        var relative = Path.GetRelativePath(request.WorkingDirectory, file);
        return relative.StartsWith("..", StringComparison.Ordinal) ? file : relative;
    }
}
