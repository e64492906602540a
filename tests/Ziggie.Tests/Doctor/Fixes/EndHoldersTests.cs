using Ziggie.Doctor.Codes;
using Ziggie.Doctor.Findings;
using Ziggie.Doctor.Fixes.Processes;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Machine.Sampling;
using Ziggie.Tests.Doctor.Support;

namespace Ziggie.Tests.Doctor.Fixes;

/// <summary>Whom the doctor would end, and whom never.</summary>
public sealed class EndHoldersTests
{
    private readonly EndHolders _fix = new(new ProcessReader(new MachineRoots("/nowhere")), TimeProvider.System);

    [Theory]
    [InlineData(1000, 1000, 2)]
    [InlineData(0, 1000, 2)]
    // Another user's.
    [InlineData(1000, 1001, 0)]
    [InlineData(1000, 0, 0)]
    public void Processes_of_the_same_user_or_any_for_root(int own, int theirs, int steps)
    {
        var situation = Native(theirs).Process(Situation.OwnPid, p => p with { UserId = own });

        Assert.Equal(steps, Steps(situation, PortCodes.NativeBeforeContainer));
    }

    [Fact]
    public void Never_some_of_those_that_hold_a_socket()
    {
        Assert.Equal(0, Steps(Native(1000).Process(32, p => p with { UserId = 7 }), PortCodes.NativeBeforeContainer));
        Assert.Equal(0, Steps(Native(1000).Process(32, p => p with { Network = 99 }), PortCodes.NativeBeforeContainer));
    }

    [Fact]
    public void Never_a_container_or_the_first_process_or_Ziggie()
    {
        Situation Publisher() => new Situation().Listen("0.0.0.0:5432", 900, "docker-proxy");

        Assert.Equal(0, Steps(Publisher().Listen("127.0.0.1:5432", 1, "init"), PortCodes.NativeBeforeContainer));
        Assert.Equal(0, Steps(Publisher().Listen("127.0.0.1:5432", Situation.OwnPid, "ziggie"), PortCodes.NativeBeforeContainer));
        Assert.Equal(0, Steps(Publisher().Listen("127.0.0.1:5432", 30, "app", container: new string('a', 64)), PortCodes.NativeBeforeContainer));
        Assert.Equal(1, Steps(Publisher().Listen("127.0.0.1:5432", 30, "app"), PortCodes.NativeBeforeContainer));
    }

    [Fact]
    public void Where_both_could_be_meant_only_what_is_known_to_be_left_over()
    {
        Assert.Equal(0, Steps(new Situation().Listen("127.0.0.1:5432", 30, "app").Listen("127.0.0.1:5432", 31, "app"), PortCodes.Shared));
        Assert.Equal(1, Steps(new Situation().Listen("127.0.0.1:5432", 30, "app").Listen("127.0.0.1:5432", 31, "app", gone: 29), PortCodes.Shared));
        Assert.Equal(0, Steps(new Situation().Listen("127.0.0.1:5432", 30, "app", gone: 28).Listen("127.0.0.1:5432", 31, "app", gone: 29), PortCodes.Shared));
        Assert.Equal(1, Steps(new Situation().Listen("0.0.0.0:5432", 30, "app").Listen("127.0.0.1:5432", 31, "other", gone: 29), PortCodes.Shadowed));
        Assert.Equal(0, Steps(new Situation().Listen("0.0.0.0:5432", 30, "app").Listen("127.0.0.1:5432", 31, "other"), PortCodes.Shadowed));
    }

    /// <summary>Two processes with one socket before a container.</summary>
    private static Situation Native(int user) =>
        new Situation().Listen("0.0.0.0:5432", 900, "docker-proxy").Listen("127.0.0.1:5432", 31, "app", gone: 30, user: user).Listen("127.0.0.1:5432", 32, "app", gone: 30, user: user);

    private int Steps(Situation situation, DoctorCode code) => _fix.Plan(new Finding(code, "port:tcp/5432", "", "") { Evidence = [] }, situation.Evidence)?.Steps.Count ?? 0;
}
