using Ziggie.Machine.Listeners.Linux;

namespace Ziggie.Machine.Listeners;

/// <summary>Reads who listens on this machine.</summary>
internal interface IListenerReader
{
    ListenerTable Read();

    /// <summary>The TCP listeners of one port in Ziggie's own network; cheap where there are none.</summary>
    IReadOnlyList<Listener> At(int port);
}

/// <summary>Picks the reader of this platform.</summary>
internal static class ListenerReaders
{
    public static IListenerReader ForThisMachine(TimeProvider time) =>
        OperatingSystem.IsLinux() ? new LinuxListeners(new LinuxPlaces(), time) : new PlainListeners();
}
