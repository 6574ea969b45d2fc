using System.Globalization;
using System.Text.Json;
using Axle.Models.Configuration;

namespace Axle.Models.Wire;

/// <summary>
/// Builds a provider's exceptions in one place. A provider says how it names its errors (<paramref name="words"/>); the sentences
/// are the same for all, name the cure, and hold neither prompt nor key nor the provider's own text, which may quote both.
/// </summary>
internal sealed class ProviderErrors(ProviderOptions options, string model, IErrorWords words)
{
    private const int LongestCode = 64;

    /// <summary>The provider's name.</summary>
    public string Provider => options.Name;

    /// <summary>An error answer.</summary>
    public AxleException FromWire(WireFault fault)
    {
        var kind = words.Classify(fault) ?? ByStatus(fault.Status);
        if (kind == ErrorKind.Validation && IsTooLong(fault))
            kind = ErrorKind.ContextTooLong;
        return new AxleException(ErrorOf(kind, Sentence(kind, fault), fault.RetryAfter));
    }

    /// <summary>Anything else that an SDK or the network throws.</summary>
    public AxleException FromException(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AxleException known:
                    return known;
                // The last of these is thrown for text that is no Unicode, when it is looked at.
                case JsonException or FormatException or InvalidOperationException and not ObjectDisposedException:
                    return Malformed("sent an answer that is not the JSON its protocol promises", exception);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return Malformed("sent an answer that is longer than is read (32 MiB)", exception);
                case HttpRequestException or IOException or System.Net.Sockets.SocketException:
                    return new AxleException(
                        ErrorOf(
                            ErrorKind.Network,
                            $"could not be reached or the connection broke ({Address()}). Check the network, the proxy and the provider's baseUrl."),
                        exception);
                case TimeoutException:
                    return TimedOut(exception);
            }
        }

        return new AxleException(
            ErrorKind.Unknown, $"{options.Name} ({model}) failed in a way nobody classified ({exception.GetType().Name}).", exception);
    }

    /// <summary>The call took longer than its time limit.</summary>
    public AxleException TimedOut(Exception? inner = null) => new(ErrorKind.Timeout,
        string.Create(CultureInfo.InvariantCulture, $"{options.Name} ({model}) did not answer within {options.Timeout.TotalSeconds:0.#} seconds. ") +
        $"Raise providers.{options.Name}.timeout or ask for less.", inner);

    /// <summary>The model declined to answer, or a content filter stopped it.</summary>
    public AxleException Refused() => new(ErrorKind.Refused,
        $"{options.Name} ({model}) refused to answer. Another attempt will not help: change the instructions or the evidence of this step.");

    /// <summary>An answer that cannot be used.</summary>
    public AxleException Malformed(string what, Exception? inner = null) =>
        new(ErrorKind.MalformedAnswer, $"{options.Name} ({model}) {what}.", inner);

    private static ErrorKind ByStatus(int status) => status switch
    {
        401 or 403 => ErrorKind.Authentication,
        402 => ErrorKind.QuotaSpent,
        404 => ErrorKind.NotFound,
        408 or 504 => ErrorKind.Timeout,
        429 => ErrorKind.RateLimited,
        >= 500 => ErrorKind.Overloaded,
        >= 400 => ErrorKind.Validation,
        >= 300 => ErrorKind.Network,
        _ => ErrorKind.Unknown,
    };

    private string Sentence(ErrorKind kind, WireFault fault) => kind switch
    {
        ErrorKind.Authentication => $"refused the key{Mark(fault)}. {KeyCure()}",
        ErrorKind.QuotaSpent => $"says that the account's quota or credit is spent{Mark(fault)}. Raise it with the provider, or enable another provider.",
        ErrorKind.NotFound => $"does not know this model or address{Mark(fault)}. Set 'model' of the step or providers.{options.Name}.defaultModel to a model that the key may use; address: {Address()}.",
        ErrorKind.RateLimited => $"asks for fewer requests{Mark(fault)}.{Wait(fault)}",
        ErrorKind.Overloaded => $"is overloaded or failing{Mark(fault)}.{Wait(fault)}",
        ErrorKind.Timeout => $"took too long{Mark(fault)}.",
        ErrorKind.Refused => $"refused to answer{Mark(fault)}. Change the instructions or the evidence of this step.",
        ErrorKind.Network => $"was not reached: something in between answered{Mark(fault)}. Check the proxy and the provider's baseUrl ({Address()}).",
        ErrorKind.ContextTooLong => $"cannot take a prompt this long{Mark(fault)}. Lower the evidence budget of the agent or choose a model with a larger context.",
        ErrorKind.Validation => $"rejected the request as invalid{Mark(fault)}. The model may lack a feature that the request uses; try another model.",
        _ => $"failed{Mark(fault)}.",
    };

    private static bool IsTooLong(WireFault fault) =>
        fault.Status == 413 || fault.Is("context_length_exceeded", "request_too_large") ||
        fault.Says("prompt is too long") || fault.Says("input is too long") || fault.Says("exceeds the maximum number of tokens") ||
        fault.Says("context window") || fault.Says("context length") || fault.Says("exceed context limit") || fault.Says("maximum context");

    private AxleError ErrorOf(ErrorKind kind, string sentence, TimeSpan? retryAfter = null)
    {
        var message = $"{options.Name} ({model}) {sentence}";
        return new AxleError(kind, message, retryAfter)
        {
            ForClients = options.BaseUrl is not null && message.Contains(Address(), StringComparison.Ordinal)
                ? message.Replace(Address(), "its configured address", StringComparison.Ordinal)
                : null,
        };
    }

    private string KeyCure() => options.KeyVariables.Count == 0
        ? $"Set providers.{options.Name}.apiKeyEnv to the name of an environment variable that holds a valid key."
        : $"Set {string.Join(" or ", options.KeyVariables)} to a valid key.";

    private static string Wait(WireFault fault) => fault.RetryAfter is { } wait
        ? string.Create(CultureInfo.InvariantCulture, $" It asks to wait {wait.TotalSeconds:0.#} seconds.")
        : " It does not say how long to wait.";

    private static string Mark(WireFault fault)
    {
        var word = IsPlain(fault.Code) ? fault.Code : IsPlain(fault.Type) ? fault.Type : "";
        return (fault.Status, word) switch
        {
            (0, "") => "",
            (0, _) => $" ({word})",
            (_, "") => $" (HTTP {fault.Status})",
            _ => $" (HTTP {fault.Status}, {word})",
        };
    }

    // Codes come from outside: only what looks like an identifier is repeated, and a number only repeats the status.
    private static bool IsPlain(string code) =>
        code.Length is > 0 and <= LongestCode && char.IsAsciiLetter(code[0]) && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private string Address() => options.BaseUrl is { } url ? url.GetLeftPart(UriPartial.Path) : "its own address";
}
