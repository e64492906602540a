using System.Runtime.CompilerServices;
using Ziggie.Storage;

namespace Ziggie.Tests.Support;

/// <summary>One native SQLite for the whole run, as in the program: a test that opens a file itself before the choice is made would mix two of them.</summary>
internal static class NativeSqlite
{
    [ModuleInitializer]
    public static void Choose() => SqliteLibrary.Load();
}
