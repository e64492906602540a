using System.Globalization;

namespace Ziggie.Machine;

/// <summary>Names of the machine's own users; read again when the file changes.</summary>
internal sealed class UserNames(string file)
{
    private const int MostLines = 10_000;

    private Dictionary<long, string> _names = [];
    private DateTime _written;

    /// <summary>Null for users that another directory knows.</summary>
    public string? Of(long id) => _names.GetValueOrDefault(id);

    public void Refresh()
    {
        try
        {
            var written = File.GetLastWriteTimeUtc(file);
            if (written == _written) return;
            var names = new Dictionary<long, string>();
            foreach (var line in File.ReadLines(file).Take(MostLines))
            {
                if (line.Split(':') is [var name, _, var id, ..] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) names.TryAdd(number, name);
            }
            (_names, _written) = (names, written);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Numbers are shown instead.
        }
    }
}
