using System.Text.Json.Serialization;

namespace Ziggie.Machine.Listeners;

/// <summary>Who listens, who answers, and what is wrong.</summary>
/// <param name="Items">Every listener, by port.</param>
/// <param name="Ports">What each port makes of its listeners.</param>
/// <param name="Platform">Whose rules were applied.</param>
/// <param name="Notes">What could not be seen, and why.</param>
internal sealed record PortsReport(IReadOnlyList<PortListener> Items, IReadOnlyList<PortView> Ports, string Platform, IReadOnlyList<string> Notes);

/// <summary>One listener.</summary>
/// <param name="Id">Names it in this report.</param>
/// <param name="Pids">All processes that hold the socket.</param>
/// <param name="Process">The first of them.</param>
/// <param name="Container">The name of the container that listens or that is led to; its id where no engine tells the name.</param>
/// <param name="PublishedTo">Where in the container it leads.</param>
/// <param name="ByPacketRules">There is no socket: packets are led to the container before sockets are looked for.</param>
/// <param name="Network">Another network namespace than Ziggie's own.</param>
/// <param name="Conflicts">The kinds of conflict that it takes part in.</param>
internal sealed record PortListener(
    string Id, string Protocol, string Address, int Port, bool? V6Only, IReadOnlyList<int> Pids, string? Process, string? User, string? Container, string? ContainerId, string? PublishedTo, bool ByPacketRules, string? Service, string? Network,
    int? RecordedPid, bool RecordedPidGone, IReadOnlyList<PortProcess> Holders, IReadOnlyList<string> Conflicts);

/// <summary>A process that holds a socket.</summary>
/// <param name="CommandLine">Only for operators: arguments may hold secrets.</param>
/// <param name="PublishedTo">Where in a container it passes connections on to.</param>
internal sealed record PortProcess(int Pid, int ParentPid, string Name, string? CommandLine, DateTime? StartedAt, string? User, string? Container, string? PublishedTo);

/// <summary>One port: who answers whom.</summary>
internal sealed record PortView(string Protocol, int Port, string? Network, IReadOnlyList<PortAnswer> Answers, IReadOnlyList<PortTrouble> Conflicts);

/// <summary>Who answers at an address.</summary>
/// <param name="To">localhost, 127.0.0.1, [::1], outside, outside IPv6, or an address that is bound.</param>
/// <param name="How">nobody, one, alternating, or undefined where one of several does and which is not defined.</param>
/// <param name="Listeners">Ids.</param>
internal sealed record PortAnswer(string To, string How, IReadOnlyList<string> Listeners);

/// <summary>Something wrong with a port.</summary>
/// <param name="Kind">shared, shadowed, native-before-container, split-localhost or recorded-pid-gone.</param>
/// <param name="To">Where a caller meets it.</param>
/// <param name="Winners">Ids of those who answer.</param>
/// <param name="Losers">Ids of those who do not, though listening.</param>
internal sealed record PortTrouble(string Kind, string Text, IReadOnlyList<string> To, IReadOnlyList<string> Winners, IReadOnlyList<string> Losers);

/// <summary>Serialization of this feature.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PortsReport))]
internal sealed partial class PortsJson : JsonSerializerContext;
