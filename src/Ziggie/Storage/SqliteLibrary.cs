using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Ziggie.Storage;

/// <summary>Chooses the native SQLite: the system's where it is newer than the bundled one, so that its fixes arrive with the system's updates.</summary>
internal static unsafe class SqliteLibrary
{
    private const int BundledVersion = 3_035_005;
    private static readonly Lazy<bool> Loaded = new(Initialize);

    /// <summary>Safe to call from anywhere, any number of times.</summary>
    public static void Load() => _ = Loaded.Value;

    private static bool Initialize()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) =>
        name == "e_sqlite3" ? SystemLibrary.Value : 0;

    // 0 lets the runtime go on to the bundled library.
    private static readonly Lazy<nint> SystemLibrary = new(() =>
    {
        var name = OperatingSystem.IsLinux() ? "libsqlite3.so.0" : OperatingSystem.IsMacOS() ? "/usr/lib/libsqlite3.dylib" : null;
        if (name is null || !NativeLibrary.TryLoad(name, out var library)) return 0;
        if (IsNewer(library) && HasFullTextSearch(library)) return library;
        NativeLibrary.Free(library);
        return 0;
    });

    private static bool IsNewer(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
        && ((delegate* unmanaged[Cdecl]<int>)version)() > BundledVersion;

    private static bool HasFullTextSearch(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "sqlite3_compileoption_used", out var used)) return false;
        fixed (byte* option = "ENABLE_FTS5\0"u8) return ((delegate* unmanaged[Cdecl]<byte*, int>)used)(option) != 0;
    }
}
