namespace Ziggie.Machine.Containers;

/// <summary>Says of several places that were tried in vain what is wrong, and how to mend it.</summary>
internal static class EngineProblems
{
    /// <summary>An engine that is closest to answering is the one that is meant.</summary>
    private static readonly EngineTrouble[] s_tellingFirst = [EngineTrouble.Hangs, EngineTrouble.BadAnswer, EngineTrouble.PermissionDenied, EngineTrouble.Refused, EngineTrouble.SocketMissing];

    /// <param name="found">What was found at each of the sockets.</param>
    public static EngineProblem Of(EnginePlaces places, IReadOnlyList<(string Socket, EngineTrouble Trouble, string Detail)> found)
    {
        if (places is { Asked: { } asked, Sockets.Count: 0 })
        {
            return new EngineProblem(EngineTrouble.NotLocal, $"DOCKER_HOST is {asked}: only an engine on this machine is asked, at a socket. Unset it for Ziggie, or set it to unix:///path/of/docker.sock.", [$"DOCKER_HOST={asked}"]);
        }
        IReadOnlyList<string> tried = [.. found.Select(f => $"{f.Socket}: {f.Detail}")];
        var (socket, trouble, detail) = found.MinBy(f => Array.IndexOf(s_tellingFirst, f.Trouble));
        if (trouble == EngineTrouble.SocketMissing && places.Asked is null && !places.IsInstalled("docker") && !places.IsInstalled("podman"))
        {
            return new EngineProblem(EngineTrouble.NotInstalled, "There is no container engine: neither a socket nor a program of Docker or Podman was found.", tried);
        }
        return new EngineProblem(trouble, Reason(places, socket, trouble, detail), tried);
    }

    private static string Reason(EnginePlaces places, string socket, EngineTrouble trouble, string detail) => trouble switch
    {
        EngineTrouble.SocketMissing => $"No container engine runs: {(places.Asked is { } asked ? $"DOCKER_HOST is {asked}, but {socket} is not there" : "there is no socket of one")}. {Start(places)}",
        EngineTrouble.PermissionDenied => Denied(places, socket),
        EngineTrouble.Refused => $"The container engine does not run: {socket} is there, but nobody listens. {Start(places)}",
        EngineTrouble.Hangs => $"The container engine does not answer at {socket} ({detail}). See its log (`journalctl -u docker` or `journalctl -u podman`), and restart it.",
        _ => $"What answers at {socket} is not understood: {detail}.",
    };

    private static string Start(EnginePlaces places) =>
        places.IsInstalled("podman") && !places.IsInstalled("dockerd") ? "Start it with `systemctl enable --now podman.socket`." : "Start it with `systemctl start docker`.";

    private static string Denied(EnginePlaces places, string socket) => SocketGroup.Of(socket, places.Groups) switch
    {
        null or "root" => $"The user that Ziggie runs as ({Environment.UserName}) may not use {socket}: only root may.",
        var group => $"The user that Ziggie runs as ({Environment.UserName}) may not use {socket}: root may, and who is in group {group}. `sudo usermod -aG {group} {Environment.UserName}` adds it; sign in anew and start Ziggie again.",
    };
}
