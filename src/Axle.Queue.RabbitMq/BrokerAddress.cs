namespace Axle.Queue.RabbitMq;

/// <summary>Where a broker is, as it is typed.</summary>
public static class BrokerAddress
{
    private static readonly string[] Schemes = ["amqp", "amqps"];

    /// <summary>Whether a text names a broker: it begins with <c>amqp://</c> or <c>amqps://</c>.</summary>
    public static bool IsOne(string? text) => text is not null && Schemes.Any(s => text.StartsWith(s + "://", StringComparison.OrdinalIgnoreCase));

    /// <summary>The address without user and password, for people: <c>amqp://host:port/vhost</c>.</summary>
    /// <exception cref="AxleException">Validation: it is no address. What it says stays unsaid: it may hold a password.</exception>
    public static string Named(string address)
    {
        var url = Read(address);
        var port = url.Port > 0 ? url.Port : url.Scheme == "amqps" ? 5671 : 5672;
        return $"{url.Scheme}://{url.Host}:{port}{url.AbsolutePath.TrimEnd('/')}";
    }

    /// <summary>
    /// The settings that an address has behind its <c>?</c>: <c>prefix</c>, in seconds <c>heartbeat</c>, <c>silence</c> and <c>keep</c>, <c>deliveries</c>,
    /// <c>largest</c> in MiB, and <c>batch</c> in milliseconds (<see cref="RabbitOptions.BatchUnder"/>).
    /// </summary>
    /// <param name="address">The address.</param>
    /// <exception cref="AxleException">Validation: it is no address, or has another setting, or one that is out of its range.</exception>
    public static RabbitOptions Options(string address)
    {
        var options = new RabbitOptions(address);
        foreach (var part in Read(address).Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            var value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
            options = pair[0] switch
            {
                "prefix" => options with { Prefix = value },
                "heartbeat" => options with { Heartbeat = Number(pair[0], value) },
                "silence" => options with { Silence = TimeSpan.FromSeconds(Number(pair[0], value)) },
                "keep" => options with { KeepAfter = TimeSpan.FromSeconds(Number(pair[0], value)) },
                "deliveries" => options with { DeliveryLimit = Number(pair[0], value) },
                "largest" => options with { LargestMessage = Number(pair[0], value) },
                "batch" => options with { BatchUnder = TimeSpan.FromMilliseconds(Number(pair[0], value)) },
                _ => throw new AxleException(
                    ErrorKind.Validation, $"The address of the broker has a setting '{pair[0]}', which is none. Use prefix, heartbeat, silence, keep, deliveries, largest or batch."),
            };
        }

        return options.Checked();
    }

    /// <summary>The address as the client library reads it: without settings.</summary>
    internal static Uri Plain(string address) => new UriBuilder(Read(address)) { Query = "" }.Uri;

    private static int Number(string name, string value) => int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new AxleException(ErrorKind.Validation, $"The setting '{name}' of the broker's address is no whole number.");

    private static Uri Read(string address) => IsOne(address) && Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Host.Length > 0
        ? url
        : throw new AxleException(
            ErrorKind.Validation,
            "The address of the broker cannot be read. Write amqp://user:password@host:5672/vhost, with %XX for characters such as @ and / in the password.");
}
