using System.Globalization;
using Axle.Identity.Access;
using Axle.Server.Endpoints.Problems;
using Microsoft.AspNetCore.Http;

namespace Axle.Server.Identity.Protection;

/// <summary>Counts messages to agents in windows that slide: by user, conversation and tenant. One that is refused counts for nothing.</summary>
/// <param name="rates">The limits.</param>
/// <param name="time">The clock.</param>
internal sealed class ConversationLimits(ConversationRates rates, TimeProvider time)
{
    private const int MostSubjects = 100_000;
    private const int LongestSession = 200;
    private readonly Dictionary<(string Kind, string Name), Window> _windows = [];
    private readonly Lock _gate = new();

    /// <summary>Counts a message, and says in headers what is left of the scarcest limit.</summary>
    /// <param name="http">The request.</param>
    /// <param name="who">Who says it.</param>
    /// <param name="session">The conversation.</param>
    /// <exception cref="ApiProblemException">A limit is used up: 429, with the time to wait.</exception>
    public void Admit(HttpContext http, Principal who, string session)
    {
        var now = time.GetUtcNow();
        (string Kind, string Name, int Limit, TimeSpan Length)[] subjects =
        [
            ("user a minute", $"{who.Tenant}/{who.User}", rates.UserPerMinute, TimeSpan.FromMinutes(1)),
            ("user an hour", $"{who.Tenant}/{who.User}", rates.UserPerHour, TimeSpan.FromHours(1)),
            ("conversation an hour", $"{who.Tenant}/{session}", rates.SessionPerHour, TimeSpan.FromHours(1)),
            ("tenant an hour", who.Tenant, rates.TenantPerHour, TimeSpan.FromHours(1)),
        ];
        if (session.Length > LongestSession)
            throw new AxleException(ErrorKind.Validation, $"The name of a conversation has at most {LongestSession} characters.");
        lock (_gate)
        {
            Forget(now);
            var limited = Array.FindAll(subjects, static s => s.Limit > 0);
            foreach (var (kind, name, limit, _) in limited)
            {
                if (_windows.TryGetValue((kind, name), out var window) && window.Count(now) >= limit)
                    throw Refused(http, kind, limit, window.FreeAt(now, limit) - now);
            }

            var windows = Array.ConvertAll(limited, s => (s.Limit, Window: Find((s.Kind, s.Name), s.Length)));
            foreach (var (_, window) in windows)
                window.Add(now);
            if (windows.Length > 0)
                Tell(http, windows.Select(w => (w.Limit, Left: w.Limit - w.Window.Count(now), Reset: w.Window.FreeAt(now, 1) - now)).MinBy(static w => w.Left));
        }
    }

    /// <summary>How many users, conversations and tenants have said something lately.</summary>
    public int Subjects
    {
        get
        {
            lock (_gate)
                return _windows.Count;
        }
    }

    private Window Find((string Kind, string Name) subject, TimeSpan length) =>
        _windows.TryGetValue(subject, out var known) ? known : _windows[subject] = new Window(length);

    private void Forget(DateTimeOffset now)
    {
        if (_windows.Count < MostSubjects)
            return;
        foreach (var (subject, window) in _windows)
        {
            if (window.Count(now) == 0)
                _windows.Remove(subject);
        }
    }

    private static void Tell(HttpContext http, (int Limit, int Left, TimeSpan Reset) scarcest)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = scarcest.Limit.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = scarcest.Left.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = Seconds(scarcest.Reset);
    }

    private static ApiProblemException Refused(HttpContext http, string kind, int limit, TimeSpan wait)
    {
        http.Response.Headers.RetryAfter = Seconds(wait);
        Tell(http, (limit, 0, wait));
        return new(new ApiProblem(
            429, "rateLimited", "Too many messages", $"There are {limit} messages for a {kind}. Wait {Seconds(wait)} seconds, then go on."));
    }

    private static string Seconds(TimeSpan wait) => Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <summary>When things were said lately.</summary>
    private sealed class Window(TimeSpan length)
    {
        private readonly Queue<DateTimeOffset> _said = new();

        public int Count(DateTimeOffset now)
        {
            while (_said.TryPeek(out var oldest) && oldest <= now - length)
                _said.Dequeue();
            return _said.Count;
        }

        public void Add(DateTimeOffset now) => _said.Enqueue(now);

        /// <summary>When fewer than so many are in the window.</summary>
        public DateTimeOffset FreeAt(DateTimeOffset now, int limit) =>
            Count(now) < limit ? now : _said.ElementAt(_said.Count - limit) + length;
    }
}
