using System.Globalization;
using System.Net;

namespace Ziggie.Machine;

/// <summary>A TCP socket that accepts.</summary>
/// <param name="Inode">The kernel's number of the socket.</param>
/// <param name="UserId">Numeric id of the owner.</param>
public sealed record Listener(IPAddress Address, int Port, long Inode, int UserId);

/// <summary>Who listens on this machine. Reads Linux' /proc; elsewhere the list is empty.</summary>
/// <param name="proc">Where /proc is, for fixtures.</param>
public sealed class ListenerTable(string proc = "/proc")
{
    private const string Listening = "0A";

    /// <summary>All listeners of a port.</summary>
    public IReadOnlyList<Listener> At(int port)
    {
        List<Listener> found = [];
        foreach (var file in (string[])["net/tcp", "net/tcp6"])
        {
            try
            {
                foreach (var line in File.ReadLines(Path.Combine(proc, file)).Skip(1))
                {
                    if (Parse(line) is { } listener && listener.Port == port) found.Add(listener);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not Linux, or no IPv6.
            }
        }
        return found;
    }

    /// <summary>The process that holds a socket; null where it belongs to another user or namespace.</summary>
    public PortHolder? HolderOf(Listener listener)
    {
        var link = $"socket:[{listener.Inode}]";
        try
        {
            foreach (var process in Directory.EnumerateDirectories(proc))
            {
                if (!int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
                if (Holds(process, link)) return new PortHolder(pid, Name(process));
            }
        }
        catch (IOException)
        {
            // What vanished meanwhile holds nothing.
        }
        return null;
    }

    private static bool Holds(string process, string link)
    {
        try
        {
            foreach (var fd in Directory.EnumerateFiles(Path.Combine(process, "fd")))
            {
                if (new FileInfo(fd).LinkTarget == link) return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or gone.
        }
        return false;
    }

    private static string Name(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "comm")).Trim();
        }
        catch (IOException)
        {
            return "?";
        }
    }

    private static Listener? Parse(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || fields[3] != Listening) return null;
        var local = fields[1].Split(':');
        if (local.Length != 2 || !TryAddress(local[0], out var address)) return null;
        return new Listener(
            address,
            int.Parse(local[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            long.Parse(fields[9], CultureInfo.InvariantCulture),
            int.Parse(fields[7], CultureInfo.InvariantCulture));
    }

    /// <summary>The kernel prints addresses as 32-bit words in the machine's byte order.</summary>
    private static bool TryAddress(string hex, out IPAddress address)
    {
        address = IPAddress.None;
        if (hex.Length is not (8 or 32)) return false;
        var bytes = Convert.FromHexString(hex);
        for (var i = 0; i < bytes.Length; i += 4) Array.Reverse(bytes, i, 4);
        address = new IPAddress(bytes);
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return true;
    }
}

/// <summary>Who holds a port.</summary>
public sealed record PortHolder(int Pid, string Name);
