using System.Security.Cryptography;
using System.Text;

namespace Axle.Testing.Models;

/// <summary>One request as the <see cref="ModelServer"/> saw it. Keys are left out; whether one was right can still be asked.</summary>
public sealed class SeenRequest
{
    private readonly byte[]? _keyHash;

    internal SeenRequest(
        string method, string path, string api, string model, bool stream, IReadOnlyDictionary<string, string> headers, string body, string? key)
    {
        (Method, Path, Api, Model, Stream, Headers, Body) = (method, path, api, model, stream, headers, body);
        _keyHash = key is null ? null : Hash(key);
    }

    /// <summary>HTTP method.</summary>
    public string Method { get; }

    /// <summary>Path and query.</summary>
    public string Path { get; }

    /// <summary>The interface that was asked; see <see cref="Axle.Models.Recording.WireApi"/>.</summary>
    public string Api { get; }

    /// <summary>The model that was asked.</summary>
    public string Model { get; }

    /// <summary>Whether the answer was wanted as a stream.</summary>
    public bool Stream { get; }

    /// <summary>Headers that say something about the protocol, by name in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The body as text.</summary>
    public string Body { get; }

    /// <summary>Whether the request was signed with this key.</summary>
    public bool WasSignedWith(string key) => _keyHash is not null && CryptographicOperations.FixedTimeEquals(_keyHash, Hash(key));

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
