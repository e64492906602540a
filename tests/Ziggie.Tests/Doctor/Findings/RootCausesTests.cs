using FsCheck;
using FsCheck.Fluent;
using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;

namespace Ziggie.Tests.Doctor.Findings;

/// <summary>What is a cause, and what only follows from it.</summary>
public sealed class RootCausesTests
{
    [Fact]
    public void Of_one_target_the_first_layer_is_the_cause()
    {
        var root = Assert.Single(RootCauses.Fold([Of(PortCodes.WrongService, "backend:a"), Of(NetworkCodes.NameNotFound, "backend:a"), Of(NetworkCodes.Refused, "backend:a")]));

        Assert.Equal("N102", root.Code.Code);
        Assert.Equal(["N101", "P204"], root.Consequences.Select(c => c.Code.Code).Order());
    }

    [Fact]
    public void What_explains_a_target_comes_before_what_is_said_of_it()
    {
        var root = Assert.Single(RootCauses.Fold([Of(NetworkCodes.NameNotFound, "backend:a"), Of(PortCodes.Shadowed, "port:tcp/80") with { Explains = ["backend:a"] }]));

        Assert.Equal("P202", root.Code.Code);
        Assert.Equal("N102", Assert.Single(root.Consequences).Code.Code);
    }

    [Fact]
    public void What_is_explained_by_a_consequence_follows_from_its_cause()
    {
        var root = Assert.Single(RootCauses.Fold(
        [
            Of(PortCodes.Shared, "port:tcp/80") with { Explains = ["backend:a"] },
            Of(NetworkCodes.NameNotFound, "backend:a") with { Explains = ["alias:x"] },
            Of(NetworkCodes.Refused, "alias:x"),
        ]));

        Assert.Equal("P201", root.Code.Code);
        Assert.Equal(2, root.Consequences.Count);
    }

    [Fact]
    public void A_milder_one_does_not_hide_a_worse_one()
    {
        var roots = RootCauses.Fold([Of(NetworkCodes.NameNotFound, "backend:a") with { Severity = Severity.Hint }, Of(NetworkCodes.Refused, "backend:a")]);

        Assert.Equal(["N101"], roots.Select(r => r.Code.Code));
        Assert.Equal(Severity.Hint, Assert.Single(roots[0].Consequences).Severity);
    }

    [Fact]
    public void Findings_about_the_whole_machine_have_nothing_to_do_with_each_other() =>
        Assert.Equal(2, RootCauses.Fold([Of(NetworkCodes.NameNotFound, "machine"), Of(NetworkCodes.Refused, "machine")]).Count);

    [Fact]
    public void The_same_is_said_once() => Assert.Single(RootCauses.Fold([Of(NetworkCodes.Refused, "machine"), Of(NetworkCodes.Refused, "machine")]));

    /// <summary>Whatever explains what, also in a circle, each finding is told once and the most severe first.</summary>
    [Fact]
    public void Nothing_is_lost_and_nothing_is_told_twice()
    {
        string[] targets = ["backend:a", "backend:b", "port:tcp/80", "machine", "alias:x"];
        DoctorCode[] codes = [NetworkCodes.NameNotFound, NetworkCodes.Refused, PortCodes.Shared, PortCodes.Shadowed, PortCodes.WrongService];
        var finding =
            from code in Gen.Elements(codes)
            from target in Gen.Elements(targets)
            from severity in Gen.Elements(Severity.Problem, Severity.Warning, Severity.Hint)
            from explains in Gen.SubListOf(targets)
            select Of(code, target) with { Severity = severity, Explains = [.. explains.Where(e => e != target)] };
        Prop.ForAll(finding.ListOf().ToArbitrary(), findings =>
        {
            var roots = RootCauses.Fold(findings);

            var told = roots.SelectMany(r => r.Consequences.Prepend(r)).Select(f => (f.Code.Code, f.Target)).Order();
            Assert.Equal(findings.Select(f => (f.Code.Code, f.Target)).Distinct().Order(), told);
            var worst = roots.Select(r => r.Consequences.Prepend(r).Min(f => f.Severity)).ToList();
            Assert.Equal(worst.Order(), worst);
        }).QuickCheckThrowOnFailure();
    }

    private static Finding Of(DoctorCode code, string target) => new(code, target, "It is so.", "Mend it.") { Evidence = [] };
}
