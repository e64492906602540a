using Ziggie.Doctor.Gathering;
using Ziggie.Doctor.Gathering.Machine;
using Ziggie.Settings;

namespace Ziggie.Tests.Doctor.Gathering;

/// <summary>Whether Ziggie is in a container, told by what engines leave.</summary>
public sealed class SurroundingsSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ziggie-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true, "0::/", "pid:[4026532100]", "mark")]
    [InlineData(false, "0::/system.slice/docker-0123.scope", "pid:[4026532100]", "groups")]
    [InlineData(false, "12:cpu:/kubepods/burstable/pod1", "pid:[4026532100]", "groups")]
    [InlineData(false, "0::/init.scope", "pid:[4026532100]", null)]
    // A machine made of an image keeps the image's files.
    [InlineData(true, "0::/", "pid:[4026531836]", null)]
    [InlineData(true, "0::/", "net:[4026531833]", null)]
    // With the machine's processes, but a network of its own.
    [InlineData(true, "0::/", "net:[4026532300]", "mark")]
    public async Task A_container_is_known_from_inside(bool marked, string groups, string space, string? told)
    {
        var (mark, group, link) = (Path.Join(_folder, "mark"), Path.Join(_folder, "groups"), Path.Join(_folder, "space"));
        if (marked) await File.WriteAllTextAsync(mark, "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(group, groups, TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(link, space);
        var source = new SurroundingsSource(new SurroundingsPlaces([mark], group, [link]));
        var before = new Evidence { At = default, Subjects = new Subjects(new ZiggieSettings(), new SettingsResult(null, [], [], null), "/data") };

        var after = (await source.LookAsync(before, TestContext.Current.CancellationToken))(before);

        Assert.Equal(told is null ? null : Path.Join(_folder, told), after.Surroundings.Container);
    }
}
