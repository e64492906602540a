using Microsoft.AspNetCore.Http;
using Ziggie.Wire;

namespace Ziggie.Http;

/// <summary>An endpoint's error in a model API's shape.</summary>
public sealed class ErrorResult(ErrorShape shape, WireError error) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => ErrorReply.WriteAsync(httpContext, shape, error);
}
