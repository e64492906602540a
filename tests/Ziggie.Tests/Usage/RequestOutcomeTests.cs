using Ziggie.Usage;

namespace Ziggie.Tests.Usage;

public sealed class RequestOutcomeTests
{
    [Theory]
    [InlineData(200, false, false)]
    [InlineData(200, true, true)]
    [InlineData(400, true, true)]
    [InlineData(404, false, true)]
    [InlineData(503, true, true)]
    [InlineData(499, true, false)]
    [InlineData(499, false, false)]
    public void A_caller_that_left_is_nobodys_error(int status, bool failed, bool error) => Assert.Equal(error, RequestOutcome.IsError(status, failed));
}
