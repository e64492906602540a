using System.Net;
using System.Text;
using Ziggie.Doctor.Gathering.Backends;

namespace Ziggie.Tests.Doctor.Gathering;

public sealed class LlamaPropsTests
{
    [Theory]
    [InlineData("""{"default_generation_settings":{"n_ctx":8192},"total_slots":4}""", 8192)]
    [InlineData("""{"default_generation_settings":{"n_ctx":"x"}}""", null)]
    [InlineData("""{"default_generation_settings":null}""", null)]
    [InlineData("[]", null)]
    [InlineData("no", null)]
    public void The_context_of_a_slot_is_read(string body, int? expected) =>
        Assert.Equal(expected, LlamaProps.Context(Given.Answer(IPAddress.Loopback, "/props") with { Body = Encoding.UTF8.GetBytes(body) }));
}
