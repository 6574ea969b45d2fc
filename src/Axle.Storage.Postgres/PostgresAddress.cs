using Npgsql;

namespace Axle.Storage.Postgres;

/// <summary>Where a database is, as it is typed.</summary>
public static class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>Whether a text names a PostgreSQL database and not a file: it begins with <c>postgres://</c> or <c>postgresql://</c>.</summary>
    public static bool IsOne(string? text) => text is not null && Schemes.Any(s => text.StartsWith(s, StringComparison.OrdinalIgnoreCase));

    /// <summary>The address without its password, for people: <c>postgres://host:port/database</c>.</summary>
    /// <exception cref="AxleException">Validation: it is no address.</exception>
    public static string Named(string address) => Named(Parse(address));

    internal static string Named(NpgsqlConnectionStringBuilder settings) => $"postgres://{settings.Host}:{settings.Port}/{settings.Database}";

    /// <summary>Reads an address: a URL, or a connection string of Npgsql.</summary>
    /// <exception cref="AxleException">Validation: it is no address. What it says stays unsaid: it may hold a password.</exception>
    internal static NpgsqlConnectionStringBuilder Parse(string address)
    {
        try
        {
            var settings = IsOne(address) ? OfUrl(new Uri(WithHost(address))) : new NpgsqlConnectionStringBuilder(address);
            if (string.IsNullOrEmpty(settings.Host))
                throw new FormatException("it names no host");
            settings.Database ??= settings.Username ?? "axle";
            return settings;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or KeyNotFoundException or InvalidCastException)
        {
            throw new AxleException(
                ErrorKind.Validation,
                "The address of the PostgreSQL database cannot be read. Write postgres://user:password@host:5432/database, with %XX for characters "
                + "such as @ and / in the password, and settings such as ?sslmode=require behind it.");
        }
    }

    /// <summary>As with libpq, the host may be left out: it is this machine, or a folder with a socket that <c>?host=</c> names.</summary>
    private static string WithHost(string address)
    {
        var authority = address.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = address.IndexOfAny(['/', '?'], authority);
        end = end < 0 ? address.Length : end;
        return end == authority || address[end - 1] == '@' ? address.Insert(end, "localhost") : address;
    }

    private static NpgsqlConnectionStringBuilder OfUrl(Uri url)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(url.Host), Port = url.Port > 0 ? url.Port : 5432 };
        var user = url.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2)
            settings.Password = Uri.UnescapeDataString(user[1]);
        if (url.AbsolutePath.Length > 1)
            settings.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            Set(settings, Uri.UnescapeDataString(pair[0]), pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "");
        }

        return settings;
    }

    /// <summary>Names as libpq has them, or as Npgsql has them.</summary>
    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "sslmode":
                settings.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "user":
                settings.Username = value;
                break;
            case "sslrootcert":
                settings.RootCertificate = value;
                break;
            case "connect_timeout":
                settings["Timeout"] = value;
                break;
            default:
                settings[name] = value;
                break;
        }
    }
}
