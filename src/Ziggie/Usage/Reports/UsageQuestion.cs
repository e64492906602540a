using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Ziggie.Http;
using Ziggie.Identity;

namespace Ziggie.Usage.Reports;

/// <summary>What all usage endpoints are asked with.</summary>
internal sealed class UsageQuestion
{
    private const int MostDays = 3_660;

    [Description("Start of the range, RFC 3339 or a date (UTC); 24 hours before the end if left out."), FromQuery(Name = "from")]
    public string? From { get; init; }

    [Description("End of the range, not included; now if left out."), FromQuery(Name = "to")]
    public string? To { get; init; }

    [Description("Only this model, as the backend names it."), FromQuery(Name = "model")]
    public string? Model { get; init; }

    [Description("Only this backend."), FromQuery(Name = "backend")]
    public string? Backend { get; init; }

    [Description("Only this key: its id or name."), FromQuery(Name = "key")]
    public string? Key { get; init; }

    [Description("Only this user: id or name."), FromQuery(Name = "user")]
    public string? User { get; init; }

    [Description("Only this status (429) or class (4xx)."), FromQuery(Name = "status")]
    public string? Status { get; init; }

    /// <summary>The filter that this is, as far as the caller may see; what is wrong goes into <paramref name="errors"/>.</summary>
    public UsageFilter Read(Caller caller, DateTimeOffset now, List<(string Field, string Message)> errors)
    {
        // A request that came in this very millisecond belongs to what there is up to now.
        var to = Time("to", To, now.AddMilliseconds(1), errors);
        var from = Time("from", From, to - TimeSpan.FromDays(1), errors);
        if (from >= to) errors.Add(("from", $"The range is empty: from ({from:O}) must be before to ({to:O})."));
        else if (to - from > TimeSpan.FromDays(MostDays)) errors.Add(("from", "The range is longer than ten years; ask for less."));
        var all = caller.May(Permissions.Operate | Permissions.Admin);
        return new UsageFilter(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds())
        {
            Model = Blank(Model),
            Backend = Blank(Backend),
            Key = Blank(Key),
            User = Blank(User),
            Status = Class(Blank(Status), errors),
            OnlyUser = all ? null : caller.UserId,
            // A key that may only call models answers for itself, not for everything its owner does.
            OnlyKey = all || caller.KeyId is null || caller.May(Permissions.Read) ? null : caller.KeyId,
        };
    }

    /// <summary>How the report is divided; hours are not kept for as long as days.</summary>
    public static UsageGroup Group(string? text, UsageFilter filter, long hoursFrom, List<(string Field, string Message)> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return UsageGroup.None;
        if (!Enum.TryParse<UsageGroup>(text, ignoreCase: true, out var group) || !Enum.IsDefined(group) || group == UsageGroup.None || char.IsAsciiDigit(text[0]))
        {
            errors.Add(("groupBy", $"'{Shorten(text)}' is not one of model, backend, key, user, status, hour, day."));
            return UsageGroup.None;
        }
        if (group == UsageGroup.Hour && filter.From < hoursFrom)
            errors.Add(("groupBy", $"Usage by hour is kept since {DateTimeOffset.FromUnixTimeMilliseconds(hoursFrom):yyyy-MM-dd}; use groupBy=day or a later from."));
        return group;
    }

    private static DateTimeOffset Time(string field, string? text, DateTimeOffset otherwise, List<(string Field, string Message)> errors)
    {
        if (string.IsNullOrWhiteSpace(text)) return otherwise;
        if (Instants.TryParse(text, out var time)) return time;
        errors.Add((field, $"'{Shorten(text)}' is not a time since 1970; {Instants.Rule}"));
        return otherwise;
    }

    private static (int, int)? Class(string? text, List<(string Field, string Message)> errors)
    {
        if (text is null) return null;
        if (text.Length == 3 && char.IsBetween(text[0], '1', '5'))
        {
            if (text.EndsWith("xx", StringComparison.OrdinalIgnoreCase)) return ((text[0] - '0') * 100, (text[0] - '0') * 100 + 99);
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status)) return (status, status);
        }
        errors.Add(("status", $"'{Shorten(text)}' is neither a status such as 429 nor a class such as 4xx."));
        return null;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
