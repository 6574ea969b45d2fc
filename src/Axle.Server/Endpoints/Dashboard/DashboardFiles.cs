using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;

namespace Axle.Server.Endpoints.Dashboard;

/// <summary>
/// Serves the dashboard: the files that were built into this program, or those of a directory. Addresses of pages that the dashboard makes itself get
/// its first page.
/// </summary>
internal sealed class DashboardFiles
{
    private const string ResourceStart = "dashboard/";
    private const string FirstPage = "index.html";
    private const string FilesStart = "assets/";
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly FrozenDictionary<string, DashboardFile> _builtIn;
    private readonly string? _directory;

    /// <summary>Finds the files.</summary>
    /// <param name="directory">A directory of files that is read anew with every request; null for those of this program.</param>
    public DashboardFiles(string? directory)
    {
        _directory = directory;
        var assembly = typeof(DashboardFiles).Assembly;
        _builtIn = assembly.GetManifestResourceNames().Where(static n => n.StartsWith(ResourceStart, StringComparison.Ordinal))
            .ToFrozenDictionary(static n => n[ResourceStart.Length..], n => Read(assembly, n), StringComparer.Ordinal);
    }

    /// <summary>Whether there is a dashboard.</summary>
    public bool Exist => _directory is not null || _builtIn.Count > 0;

    /// <summary>Answers a request that no endpoint answers.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var path = (http.Request.Path.Value ?? "/").TrimStart('/');
        // Runs and workflows may have a dot in their name, so only the folder says what can be no page.
        var isPage = !path.StartsWith(FilesStart, StringComparison.Ordinal);
        if ((Find(path.Length == 0 ? FirstPage : path) ?? (isPage ? Find(FirstPage) : null)) is not { } file)
        {
            http.Response.StatusCode = 404;
            await http.Response.WriteAsync(
                Exist ? "There is nothing here." : "This build has no dashboard. It is built with Node.js 20: in the folder dashboard, 'npm ci && npm run build', then start the server with "
                    + "--dashboard and the folder dashboard/dist. The API is at /api/v1, its description at /api/v1/openapi.json.", http.RequestAborted);
            return;
        }

        Decorate(http.Response.Headers, path, file);
        if (http.Request.Headers.IfNoneMatch == file.Tag)
        {
            http.Response.StatusCode = 304;
            return;
        }

        http.Response.ContentType = file.ContentType;
        http.Response.ContentLength = file.Bytes.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
            await http.Response.Body.WriteAsync(file.Bytes, http.RequestAborted);
    }

    private static void Decorate(IHeaderDictionary headers, string path, DashboardFile file)
    {
        headers.ETag = file.Tag;
        // Names there carry a hash of what is in the file.
        headers.CacheControl = path.StartsWith(FilesStart, StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    private DashboardFile? Find(string path)
    {
        if (_directory is null)
            return _builtIn.GetValueOrDefault(path);
        var root = Path.GetFullPath(_directory) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(path, root);
        return full.StartsWith(root, StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal) && File.Exists(full)
            ? DashboardFile.Of(path, File.ReadAllBytes(full))
            : null;
    }

    private static DashboardFile Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return DashboardFile.Of(name, bytes);
    }

    private sealed record DashboardFile(byte[] Bytes, string ContentType, string Tag)
    {
        public static DashboardFile Of(string name, byte[] bytes) => new(
            bytes,
            Types.TryGetContentType(name, out var type) ? type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type : "application/octet-stream",
            $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
    }
}
