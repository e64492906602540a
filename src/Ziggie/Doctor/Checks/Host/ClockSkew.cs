using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Doctor.Checks.Host;

/// <summary>S502: a server's clock and this machine's do not agree.</summary>
internal sealed class ClockSkew : ICheck
{
    private static readonly TimeSpan s_warning = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_problem = TimeSpan.FromMinutes(5);

    public string Name => "clocks";

    public IEnumerable<Finding> Look(Evidence evidence)
    {
        var clocks = evidence.Backends.Select(Clock).OfType<BackendClock>().ToList();
        var wrong = clocks.Where(c => c.Ahead(evidence).Duration() > s_warning).ToList();
        var hosts = wrong.Select(c => c.Backend.Url!.Host).Distinct().Count();
        // Where all others agree with each other, it is this machine that is wrong.
        var isOurs = hosts > 1 && wrong.Count == clocks.Count && wrong.Max(c => c.Ahead(evidence)) - wrong.Min(c => c.Ahead(evidence)) < s_warning;
        if (!isOurs) return wrong.Select(c => OfBackend(c, evidence));
        var behind = wrong[0].Ahead(evidence);
        return
        [
            Found("machine", behind, $"This machine's clock is {Amounts.Span(behind)} {(behind > TimeSpan.Zero ? "behind" : "ahead")}: {hosts} other machines agree on another time.",
                "Switch time synchronisation on here: `sudo timedatectl set-ntp true`.", [.. wrong.Select(c => Line(c, evidence)), .. Kept(evidence)]),
        ];
    }

    private static Finding OfBackend(BackendClock clock, Evidence evidence)
    {
        var ahead = clock.Ahead(evidence);
        return Found(clock.Backend.Target, ahead, $"The clock of {clock.Backend.Url!.Host} is {Amounts.Span(ahead)} {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this machine's.",
            $"Find out which is right (compare with a third clock), and switch time synchronisation on there: `sudo timedatectl set-ntp true`.{(evidence.System.ClockIsKept == false ? " On this machine nothing keeps it right." : "")}",
            [Line(clock, evidence), .. Kept(evidence)]);
    }

    private static Finding Found(string target, TimeSpan skew, string cause, string fix, IReadOnlyList<string> evidence) =>
        new(SystemCodes.ClockSkew, target, cause, fix) { Severity = skew.Duration() > s_problem ? Severity.Problem : Severity.Warning, Evidence = evidence };

    private static string Line(BackendClock clock, Evidence evidence) => $"curl -sI {clock.Backend.Url} → Date {Amounts.Time(clock.Says)}; date -u → {Amounts.Time(clock.At(evidence))}";

    private static IEnumerable<string> Kept(Evidence evidence) => evidence.System.ClockIsKept == false ? ["timedatectl → System clock synchronized: no"] : [];

    private static BackendClock? Clock(BackendEvidence backend) => backend.Answers.FirstOrDefault(a => a.Date is not null) is { Date: { } says } answer ? new BackendClock(backend, says, answer.At) : null;

    private sealed record BackendClock(BackendEvidence Backend, DateTimeOffset Says, DateTimeOffset? Asked)
    {
        public DateTimeOffset At(Evidence evidence) => Asked ?? evidence.At;

        public TimeSpan Ahead(Evidence evidence) => Says - At(evidence);
    }
}
