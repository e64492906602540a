using System.Buffers.Text;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Ziggie.Identity;

namespace Ziggie.Tests.Identity;

public sealed class AccessTokenFunctionalTests : IAsyncLifetime
{
    private IdentityHost _host = null!;
    private string _token = "";
    private Dictionary<string, object> _header = [];
    private Dictionary<string, object> _claims = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _host = await IdentityHost.StartAsync();
        _token = (await _host.LoginAsync()).GetProperty("access_token").GetString()!;
        var parts = _token.Split('.');
        _header = Read(parts[0]);
        _claims = Read(parts[1]);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static Dictionary<string, object> Read(string part) =>
        JsonSerializer.Deserialize<Dictionary<string, object>>(Base64Url.DecodeFromChars(part))!;

    private static string Write(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private async Task<int> StatusAsync(string token)
    {
        using var client = _host.Client(token);
        using var answer = await client.GetAsync("/api/auth/me", Cancel);
        return (int)answer.StatusCode;
    }

    /// <summary>Signed with the control center's own key.</summary>
    private string SignedByUs(Dictionary<string, object> header, Dictionary<string, object> claims)
    {
        var body = $"{Write(header)}.{Write(claims)}";
        return $"{body}.{Base64Url.EncodeToString(_host.Services.GetRequiredService<SigningKeys>().Current.Sign(Encoding.ASCII.GetBytes(body)))}";
    }

    private static Dictionary<string, object> With(Dictionary<string, object> source, string name, object value) => new(source) { [name] = value };

    [Fact]
    public async Task A_token_signed_again_by_us_is_good() => Assert.Equal(200, await StatusAsync(SignedByUs(_header, _claims)));

    [Fact]
    public void The_claims_are_the_documented_ones()
    {
        Assert.Equal(["alg", "typ", "kid"], _header.Keys);
        Assert.Equal("ES256", _header["alg"].ToString());
        Assert.Superset(new HashSet<string> { "iss", "aud", "exp", "nbf", "sub", "role" }, _claims.Keys.ToHashSet());
        Assert.Equal("admin", _claims["role"].ToString());
        Assert.Equal("http://127.0.0.1:54112", _claims["iss"].ToString());
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("ES384")]
    public async Task Another_algorithm_is_refused(string algorithm)
    {
        var header = With(_header, "alg", algorithm);
        Assert.Equal(401, await StatusAsync(SignedByUs(header, _claims)));
        Assert.Equal(401, await StatusAsync($"{Write(header)}.{Write(_claims)}."));
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        using var client = _host.Client();
        var key = (await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks.json", Cancel)).GetProperty("keys")[0];
        var body = $"{Write(With(_header, "alg", "HS256"))}.{Write(_claims)}";
        var mac = HMACSHA256.HashData(Encoding.ASCII.GetBytes(key.GetProperty("x").GetString()!), Encoding.ASCII.GetBytes(body));
        Assert.Equal(401, await StatusAsync($"{body}.{Base64Url.EncodeToString(mac)}"));
    }

    [Fact]
    public async Task A_foreign_key_is_refused_under_its_own_name_and_under_ours()
    {
        using var foreign = SigningKey.Create(0, long.MaxValue, long.MaxValue);
        foreach (var header in new[] { _header, With(_header, "kid", foreign.Kid) })
        {
            var body = $"{Write(header)}.{Write(_claims)}";
            Assert.Equal(401, await StatusAsync($"{body}.{Base64Url.EncodeToString(foreign.Sign(Encoding.ASCII.GetBytes(body)))}"));
        }
    }

    [Fact]
    public async Task A_wrong_audience_or_issuer_is_refused()
    {
        Assert.Equal(401, await StatusAsync(SignedByUs(_header, With(_claims, "aud", "another-app"))));
        Assert.Equal(401, await StatusAsync(SignedByUs(_header, With(_claims, "iss", "https://evil.example"))));
    }

    [Fact]
    public async Task A_token_before_its_time_is_refused() =>
        Assert.Equal(401, await StatusAsync(SignedByUs(_header, With(_claims, "nbf", _host.Time.GetUtcNow().ToUnixTimeSeconds() + 3600))));

    [Fact]
    public async Task A_token_of_another_user_in_the_same_session_is_refused() =>
        Assert.Equal(401, await StatusAsync(SignedByUs(_header, With(_claims, "sub", "somebody-else"))));

    [Fact]
    public async Task A_token_is_good_for_fifteen_minutes_also_when_it_was_seen_before()
    {
        Assert.Equal(200, await StatusAsync(_token));
        _host.Time.Advance(TimeSpan.FromSeconds(899));
        Assert.Equal(200, await StatusAsync(_token));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await StatusAsync(_token));
    }

    [Fact]
    public async Task Every_changed_letter_is_noticed()
    {
        // The last letter of a signature has bits that mean nothing; everything before it counts.
        for (var i = 0; i < _token.Length - 1; i += 7)
        {
            var changed = _token[..i] + (_token[i] == 'A' ? 'B' : 'A') + _token[(i + 1)..];
            Assert.Equal(401, await StatusAsync(changed));
        }
        Assert.Equal(401, await StatusAsync(_token[..^5] + "AAAAA"));
        Assert.Equal(200, await StatusAsync(_token));
    }

    [Theory]
    [InlineData("a.b.c")]
    [InlineData("..")]
    [InlineData("x")]
    [InlineData("e30.e30.e30")]
    [InlineData("%%%.%%%.%%%")]
    public async Task Nonsense_is_refused(string token) => Assert.Equal(401, await StatusAsync(token));

    [Fact]
    public async Task A_huge_token_is_refused() => Assert.Equal(401, await StatusAsync(new string('x', 8000)));

    [Fact]
    public async Task Other_systems_can_verify_with_what_is_published()
    {
        using var client = _host.Client();
        var discovery = await client.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration", Cancel);
        Assert.Equal(_claims["iss"].ToString(), discovery.GetProperty("issuer").GetString());
        var keys = await client.GetFromJsonAsync<JsonElement>(new Uri(discovery.GetProperty("jwks_uri").GetString()!).AbsolutePath, Cancel);
        var jwk = keys.GetProperty("keys").EnumerateArray().Single(k => k.GetProperty("kid").GetString() == _header["kid"].ToString());
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()) },
        });
        var end = _token.LastIndexOf('.');
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(_token[..end]), Base64Url.DecodeFromChars(_token.AsSpan(end + 1)), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task Keys_rotate_with_overlap()
    {
        var keys = _host.Services.GetRequiredService<SigningKeys>();
        var first = keys.Current.Kid;
        _host.Time.Advance(TimeSpan.FromDays(29.5));
        await keys.RotateAsync(Cancel);
        Assert.Equal(2, keys.Published.Count);
        Assert.Equal(first, keys.Current.Kid);
        var late = (await _host.LoginAsync()).GetProperty("access_token").GetString()!;
        _host.Time.Advance(TimeSpan.FromDays(0.5));
        Assert.NotEqual(first, keys.Current.Kid);
        Assert.Contains(keys.Published, k => k.Kid == first);
        _host.Time.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(keys.Published, k => k.Kid == first);
        Assert.Equal(401, await StatusAsync(late));
        await keys.RotateAsync(Cancel);
        Assert.Single(keys.Published);
    }
}
