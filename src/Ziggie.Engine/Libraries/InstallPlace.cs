namespace Ziggie.Engine.Libraries;

/// <summary>The folder that is installed into, held against other installers until disposed.</summary>
internal sealed class InstallPlace : IDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _lock;

    private InstallPlace(string folder, FileStream held) => (Folder, _lock) = (folder, held);

    public string Folder { get; }

    /// <summary>Beside the program where that can be written, else in the data directory.</summary>
    public static async Task<InstallPlace> TakeAsync(EngineInstall install, IProgress<EngineProgress>? progress, CancellationToken cancel)
    {
        var begun = install.Time.GetTimestamp();
        var places = install.Places;
        var folder = CanWrite(places.InProgram) ? places.InProgram : places.InData;
        if (folder == places.InData) CreateData(places.DataFolder);
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new InstallPlace(folder, Open(folder));
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (install.Time.GetElapsedTime(begun) > install.LockTimeout)
                    throw new EngineInstallException($"Another installation has been at work in {folder} for {install.LockTimeout.TotalMinutes:0} minutes. End it and try again.", e);
                progress?.Report(new(EnginePhase.Waiting, "", 0, 0));
            }
            await Task.Delay(s_again, install.Time, cancel);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static bool CanWrite(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            Open(folder).Dispose();
            return true;
        }
        catch (IOException e) when (IsHeld(e))
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>For its owner alone, as the control center makes it: keys will lie in it.</summary>
    private static void CreateData(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream Open(string folder) => new(Path.Join(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    // EWOULDBLOCK on Linux, on macOS and BSD, and Windows' sharing violation: .NET has no type of its own for it.
    private static bool IsHeld(IOException e) => (e.HResult & 0xFFFF) is 11 or 35 or 32;
}
