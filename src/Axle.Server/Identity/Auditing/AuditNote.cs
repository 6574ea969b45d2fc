using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Auditing;

/// <summary>What an endpoint adds to the entry of its request in the audit log. Ids only.</summary>
internal sealed class AuditNote
{
    /// <summary>The user, when nobody was signed in before: somebody who signs in.</summary>
    public string? Actor { get; set; }

    /// <summary>
    /// Whether the request changed something; null when its method says it. Coming back from where one signs in does, looking what would be done does not.
    /// </summary>
    public bool? IsChange { get; set; }

    /// <summary>Whether it is somebody who tries to sign in, which is written down also when it is in vain.</summary>
    public bool IsAttempt { get; set; }

    /// <summary>What it was done to, when the address does not say it.</summary>
    public string? Subject { get; set; }

    /// <summary>What it was done to, one entry each: what is done to many at once is found by each of them.</summary>
    public List<string> Subjects { get; } = [];

    /// <summary>The note of a request.</summary>
    public static AuditNote Of(HttpContext http)
    {
        if (http.Features.Get<AuditNote>() is { } note)
            return note;
        http.Features.Set(note = new AuditNote());
        return note;
    }
}
