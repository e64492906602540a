using Microsoft.Extensions.Logging;
using Ziggie.Admission;
using Ziggie.Identity.Door;
using Ziggie.Settings;

namespace Ziggie.Gateway.FastPath;

/// <summary>What every connection needs.</summary>
internal sealed record FastPathServices(KeyCheck Keys, ModelRequestHandler Handler, KeyLimiter Limiter, ISettings Settings, TimeProvider Time, ILogger<FastPathListener> Log);

/// <summary>What the fast path says to the log.</summary>
internal static partial class FastPathLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A connection ended by a fault of Ziggie's own")]
    public static partial void Bug(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Connections cannot be accepted: {Reason}; trying again")]
    public static partial void AcceptFailed(ILogger log, string reason);
}
