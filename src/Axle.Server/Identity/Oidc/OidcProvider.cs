using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Axle.Server.Identity.Oidc;

/// <summary>Speaks to the provider: where its endpoints are, its keys, and the exchange of a code for a token.</summary>
/// <param name="options">Which provider.</param>
/// <param name="time">The clock.</param>
internal sealed class OidcProvider(OidcOptions options, TimeProvider time) : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(15) };
    private readonly SemaphoreSlim _turn = new(1);
    private (OidcAddresses Addresses, JsonElement Keys, DateTimeOffset At)? _known;

    /// <summary>Where its endpoints are.</summary>
    /// <exception cref="AxleException">It cannot be reached, or says something else than it should.</exception>
    public async ValueTask<OidcAddresses> AddressesAsync(CancellationToken cancellationToken) => (await KnownAsync(Fresh, cancellationToken)).Addresses;

    /// <summary>Its key of an id; null when it has none such. Keys that it made since are asked for, at most once a minute.</summary>
    public async ValueTask<JsonElement?> KeyAsync(string? id, CancellationToken cancellationToken) =>
        Find((await KnownAsync(Fresh, cancellationToken)).Keys, id) ?? Find((await KnownAsync(Pause, cancellationToken)).Keys, id);

    /// <summary>Exchanges a code for an identity token.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Authentication"/>: the provider refuses the code.</exception>
    public async ValueTask<string> ExchangeAsync(string code, string verifier, Uri callback, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = callback.ToString(),
            ["client_id"] = options.ClientId,
            ["code_verifier"] = verifier,
        };
        var address = (await AddressesAsync(cancellationToken)).Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (options.ClientSecret is { } secret)
        {
            var pair = $"{Uri.EscapeDataString(options.ClientId)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        }

        var answer = await SendAsync(request, cancellationToken);
        return answer.TryGetProperty("id_token", out var token) && token.ValueKind == JsonValueKind.String
            ? token.GetString()!
            : throw new AxleException(ErrorKind.Authentication, "The provider gave no identity token. Check that the scope 'openid' is allowed for this client.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _turn.Dispose();
    }

    private static JsonElement? Find(JsonElement keys, string? id)
    {
        JsonElement? found = null;
        foreach (var key in keys.EnumerateArray())
        {
            if (id is null ? keys.GetArrayLength() == 1 : key.TryGetProperty("kid", out var kid) && kid.ValueEquals(id))
                found = key;
        }

        return found;
    }

    private async ValueTask<(OidcAddresses Addresses, JsonElement Keys)> KnownAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } known && time.GetUtcNow() - known.At < age)
                return (known.Addresses, known.Keys);
            var found = await GetAsync(new Uri(options.Issuer.ToString().TrimEnd('/') + "/.well-known/openid-configuration"), cancellationToken);
            var addresses = new OidcAddresses(
                Text(found, "issuer"), Address(found, "authorization_endpoint"), Address(found, "token_endpoint"), Address(found, "jwks_uri"));
            if (addresses.Issuer.TrimEnd('/') != options.Issuer.ToString().TrimEnd('/'))
                throw new AxleException(ErrorKind.Authentication, "The provider names itself differently than the settings do. Set the issuer exactly as its document has it.");
            var keys = await GetAsync(addresses.Keys, cancellationToken);
            if (!keys.TryGetProperty("keys", out var list) || list.ValueKind != JsonValueKind.Array)
                throw new AxleException(ErrorKind.MalformedAnswer, "The provider's list of keys is none.");
            _known = (addresses, list, time.GetUtcNow());
            return (addresses, list);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<JsonElement> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request, cancellationToken);
    }

    private async ValueTask<JsonElement> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw new AxleException(ErrorKind.Authentication, $"The provider answered {(int)answer.StatusCode}. Begin signing in again; if it stays so, check the client's registration.");
            await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
            var buffer = new byte[LargestAnswer];
            var length = await body.ReadAtLeastAsync(buffer, LargestAnswer, throwOnEndOfStream: false, cancellationToken);
            using var document = JsonDocument.Parse(buffer.AsMemory(0, length));
            return document.RootElement.Clone();
        }
        catch (Exception failed) when (failed is HttpRequestException or JsonException or IOException)
        {
            throw new AxleException(ErrorKind.Network, "The provider that people sign in with cannot be reached, or answers no JSON. Try again, or sign in with password and code.", failed);
        }
    }

    private static string Text(JsonElement document, string name) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new AxleException(ErrorKind.MalformedAnswer, $"The provider's document has no '{name}'.");

    private Uri Address(JsonElement document, string name) =>
        Uri.TryCreate(Text(document, name), UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || options.Issuer.IsLoopback && address.IsLoopback)
            ? address
            : throw new AxleException(ErrorKind.MalformedAnswer, $"The provider's '{name}' is no https address.");
}

/// <summary>Where the endpoints of a provider are.</summary>
/// <param name="Issuer">How it names itself.</param>
/// <param name="Authorization">Where people are sent.</param>
/// <param name="Token">Where codes are exchanged.</param>
/// <param name="Keys">Its keys.</param>
internal sealed record OidcAddresses(string Issuer, Uri Authorization, Uri Token, Uri Keys);
