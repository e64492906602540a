using System.Globalization;

namespace Ziggie.Storage;

/// <summary>Makes sure that one Ziggie at a time works on a data directory. Held until disposed, or until the process ends, however it ends.</summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _pid;
    private bool _isReleased;

    private DataDirectoryLock(FileStream file, string pid) => (_file, _pid) = (file, pid);

    /// <summary>Creates the directory where missing, for its owner alone, and takes the lock.</summary>
    /// <exception cref="DataDirectoryInUseException">Another Ziggie holds it.</exception>
    /// <exception cref="StorageException">The directory cannot be made or written.</exception>
    public static DataDirectoryLock Take(DataDirectory data)
    {
        var path = data.File("lock");
        var pid = data.File("ziggie.pid");
        try
        {
            PrivateFiles.CreateFolder(data.Path);
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            // The lock also keeps others from reading that file, so the holder's pid stands beside it.
            PrivateFiles.Write(pid, System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new DataDirectoryLock(file, pid);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new StorageException($"The data directory {data.Path} cannot be written by this user. Choose another with --data, or correct its owner.", e);
        }
        catch (IOException e) when (File.Exists(path) && IsHeld(e))
        {
            throw new DataDirectoryInUseException(data, ReadPid(pid), e);
        }
        catch (IOException e)
        {
            throw new StorageException($"The data directory {data.Path} cannot be used: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_isReleased) return;
        _isReleased = true;
        try
        {
            // While the lock is held, so that it is surely our own.
            File.Delete(_pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A number that is left behind harms nobody: the lock is what counts.
        }
        _file.Dispose();
    }

    // EWOULDBLOCK on Linux, on macOS and BSD, and Windows' sharing violation: .NET has no type of its own for it.
    internal static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;

    private static int? ReadPid(string path)
    {
        try
        {
            return int.TryParse(File.ReadAllText(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

/// <summary>Another Ziggie works on the data directory.</summary>
public sealed class DataDirectoryInUseException(DataDirectory data, int? holder, Exception? inner = null)
    : Exception($"The data directory {data.Path} is in use by another Ziggie{(holder is { } pid ? $" (process {pid})" : "")}. Stop that one, or choose another directory with --data.", inner)
{
    /// <summary>Process id of the holder, where it could be read.</summary>
    public int? Holder { get; } = holder;
}
