using System.Text;
using Ziggie.Machine.Files;

namespace Ziggie.Tests.Machine.Sampling;

public sealed class ProcessStatTests
{
    private const string After = " S 1 4242 4242 0 -1 4194560 500 0 0 0 70 30 0 0 20 0 7 0 12345 10000000 250 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

    [Theory]
    [InlineData("bash")]
    [InlineData("tmux: server")]
    [InlineData("x) R 1 (y")]
    [InlineData("(sd-pam)")]
    [InlineData("))))")]
    [InlineData("two\nlines")]
    [InlineData("")]
    [InlineData("kworker/u32:3-events_unbound")]
    public void A_name_may_be_anything(string name)
    {
        var row = default(ProcessRow);
        Assert.True(ProcessStat.TryRead(Encoding.UTF8.GetBytes($"4242 ({name}){After}"), ref row));
        Assert.Equal(name, Encoding.UTF8.GetString(((ReadOnlySpan<byte>)row.Name)[..row.NameLength]));
        Assert.Equal((4242, 1, (byte)'S', 100L, 7, 12345L, 250L), (row.Pid, row.Parent, row.State, row.CpuTicks, row.Threads, row.StartTicks, row.ResidentPages));
    }

    [Fact]
    public void Kernels_of_long_ago_have_fewer_fields()
    {
        var row = default(ProcessRow);
        Assert.True(ProcessStat.TryRead("7 (a) Z 1 1 1 0 -1 0 0 0 0 0 5 6 0 0 20 0 1 0 99 0 0"u8, ref row));
        Assert.Equal((11L, 99L, 0L), (row.CpuTicks, row.StartTicks, row.ResidentPages));
    }

    /// <summary>As far as the start and the memory it is whole; before that there is nothing to show.</summary>
    [Fact]
    public void A_part_of_the_text_is_no_process_and_no_failure()
    {
        var text = Encoding.UTF8.GetBytes($"4242 (na) me){After}");
        var needed = Encoding.UTF8.GetString(text).IndexOf("250", StringComparison.Ordinal);
        for (var length = 0; length < text.Length; length++)
        {
            var row = default(ProcessRow);
            Assert.Equal(length > needed, ProcessStat.TryRead(text.AsSpan(0, length), ref row));
        }
    }

    [Theory]
    [InlineData(")(")]
    [InlineData("x (a) S 1 4242 4242 0 -1 4194560 500 0 0 0 70 30 0 0 20 0 7 0 12345 10000000 250")]
    [InlineData("-5 (a) S 1 4242 4242 0 -1 4194560 500 0 0 0 70 30 0 0 20 0 7 0 12345 10000000 250")]
    [InlineData("99999999999 (a) S 1 4242 4242 0 -1 4194560 500 0 0 0 70 30 0 0 20 0 7 0 12345 10000000 250")]
    [InlineData("5 (a) S 1 4242 4242 0 -1 4194560 500 0 0 0 seventy 30 0 0 20 0 7 0 12345 10000000 250")]
    public void What_is_no_such_text_is_no_process(string text)
    {
        var row = default(ProcessRow);
        Assert.False(ProcessStat.TryRead(Encoding.UTF8.GetBytes(text), ref row));
    }

    [Fact]
    public void A_name_longer_than_any_is_cut()
    {
        var row = default(ProcessRow);
        Assert.True(ProcessStat.TryRead(Encoding.UTF8.GetBytes($"1 ({new string('n', 500)}){After}"), ref row));
        Assert.Equal(ProcessName.Most, row.NameLength);
    }
}
