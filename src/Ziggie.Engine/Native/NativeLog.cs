using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Ziggie.Engine.Native;

/// <summary>What the libraries say, line by line; the last lines of trouble are kept to explain a failure.</summary>
internal static unsafe class NativeLog
{
    private const int Kept = 20;

    private static readonly Lock s_lock = new();
    private static readonly StringBuilder s_line = new();
    private static readonly Queue<string> s_troubles = new();
    private static GgmlLogLevel s_level;

    public static Action<GgmlLogLevel, string>? Target { get; set; }

    /// <summary>Forgets what went wrong before, so that <see cref="Troubles"/> tells of what is tried next.</summary>
    public static void Forget()
    {
        lock (s_lock) s_troubles.Clear();
    }

    /// <summary>Warnings and errors since <see cref="Forget"/>, the oldest first.</summary>
    public static IReadOnlyList<string> Troubles()
    {
        lock (s_lock) return [.. s_troubles];
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Take(int level, byte* text, nint data)
    {
        var piece = Llama.Text(text);
        if (piece is null) return;
        lock (s_lock)
        {
            if ((GgmlLogLevel)level != GgmlLogLevel.Continued) s_level = (GgmlLogLevel)level;
            foreach (var part in piece.AsSpan().EnumerateLines())
            {
                s_line.Append(part);
                if (s_line.Length > 4096) s_line.Length = 4096;
            }
            if (!piece.EndsWith('\n')) return;
            var line = s_line.ToString().TrimEnd();
            s_line.Clear();
            if (line.Length == 0 || line == ".") return;
            if (s_level >= GgmlLogLevel.Warning)
            {
                s_troubles.Enqueue(line);
                if (s_troubles.Count > Kept) s_troubles.Dequeue();
            }
            Target?.Invoke(s_level, line);
        }
    }
}
