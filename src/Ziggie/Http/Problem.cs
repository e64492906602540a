using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Ziggie.Http;

/// <summary>An error of Ziggie's own API, <c>application/problem+json</c>.</summary>
/// <param name="Title">The kind of failure in a few words.</param>
/// <param name="Detail">What was wrong, where, and how to mend it.</param>
/// <param name="Code">Stable machine word, e.g. <c>name_taken</c>.</param>
/// <param name="Errors">For bad input: field to messages.</param>
public sealed record Problem(
    string Title,
    int Status,
    string Detail,
    string Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, string[]>? Errors = null);

/// <summary>Makes the problems that endpoints answer with.</summary>
public static class Problems
{
    public static JsonHttpResult<Problem> BadInput(string detail, params (string Field, string Message)[] errors) =>
        Of(400, "Bad input", detail, "bad_input", errors.GroupBy(e => e.Field).ToDictionary(g => g.Key, g => g.Select(e => e.Message).ToArray()));

    public static JsonHttpResult<Problem> NotFound(string detail) => Of(404, "Not found", detail, "not_found");

    public static JsonHttpResult<Problem> Forbidden(string detail) => Of(403, "Not allowed", detail, "forbidden");

    public static JsonHttpResult<Problem> Conflict(string detail, string code) => Of(409, "Conflict", detail, code);

    public static JsonHttpResult<Problem> Of(int status, string title, string detail, string code, IReadOnlyDictionary<string, string[]>? errors = null) =>
        TypedResults.Json(new Problem(title, status, detail, code, errors), HttpJson.Default.Problem, "application/problem+json", status);
}

/// <summary>Serialization of what every feature shares.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
public sealed partial class HttpJson : JsonSerializerContext;
