using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Axle.Guardrails.Policy;
using Axle.Guardrails.Policy.External;

namespace Axle.Guardrails.Tests.Policy.External;

/// <summary>A decision point that speaks the data interface of Open Policy Agent, on 127.0.0.1.</summary>
public sealed class OpenPolicyAgentTests
{
    private static readonly PolicyRequest Request = new(PolicyMoment.Tool, "mail.send", DateTimeOffset.UnixEpoch)
    {
        Arguments = JsonSerializer.SerializeToElement(new { to = "eve@evil.example" }),
        Label = FlowLabel.Untrusted("tool:web.fetch"),
        Tenant = "acme",
    };

    [Theory]
    [InlineData("""{"result": true}""", PolicyVerdict.Allow)]
    [InlineData("""{"result": false}""", PolicyVerdict.Deny)]
    [InlineData("""{"result": {"allow": true}}""", PolicyVerdict.Allow)]
    [InlineData("""{"result": {"verdict": "ask", "reason": "Look at it."}}""", PolicyVerdict.Ask)]
    [InlineData("""{"result": {"verdict": "7"}}""", PolicyVerdict.Deny)]
    [InlineData("""{"result": {}}""", PolicyVerdict.Deny)]
    [InlineData("{}", PolicyVerdict.Deny)]
    [InlineData("no json", PolicyVerdict.Deny)]
    public async Task What_it_answers_is_what_happens_and_what_is_no_answer_denies(string answer, PolicyVerdict verdict)
    {
        using var server = new AnsweringServer(answer);
        var decision = await Ask(server.Url, TimeSpan.FromSeconds(20));
        decision.Verdict.ShouldBe(verdict);
        var asked = await server.Asked;
        asked.ShouldContain("POST /v1/data/axle/tools/decision ");
        asked.ShouldContain("\"name\":\"mail.send\"");
        asked.ShouldContain("\"integrity\":\"untrusted\"");
        asked.ShouldContain("\"tenant\":\"acme\"");
    }

    [Fact]
    public async Task A_server_that_is_not_there_denies() =>
        (await Ask(new Uri("http://127.0.0.1:1/"), TimeSpan.FromSeconds(20))).Verdict.ShouldBe(PolicyVerdict.Deny);

    [Fact]
    public async Task A_server_that_is_not_there_allows_only_where_that_is_said() =>
        (await Ask(new Uri("http://127.0.0.1:1/"), TimeSpan.FromSeconds(20), allows: true)).Verdict.ShouldBe(PolicyVerdict.Allow);

    [Fact]
    public async Task A_server_that_does_not_answer_in_time_denies()
    {
        using var server = new AnsweringServer(null);
        var decision = await Ask(server.Url, TimeSpan.FromMilliseconds(50));
        decision.Verdict.ShouldBe(PolicyVerdict.Deny);
        decision.Reason.ShouldContain("no answer within");
    }

    [Fact]
    public async Task The_stronger_of_files_and_server_wins()
    {
        using var server = new AnsweringServer("""{"result": {"verdict": "ask"}}""");
        using var http = new HttpClient();
        var engine = new PolicyEngine([PolicyReader.Read("policy: p\nrules:\n  - id: a\n    when: { tool: files.* }\n    then: deny\n", "p.yaml")]);
        var options = new OpenPolicyAgentOptions(server.Url, "axle/tools/decision") { Timeout = TimeSpan.FromSeconds(20) };
        var chain = new PolicyChain(engine, new OpenPolicyAgent(http, options, TimeProvider.System));
        (await chain.DecideAsync(Request with { Name = "files.read" }, TestContext.Current.CancellationToken)).Verdict.ShouldBe(PolicyVerdict.Deny);
        (await chain.DecideAsync(Request, TestContext.Current.CancellationToken)).Verdict.ShouldBe(PolicyVerdict.Ask);
    }

    private static async Task<PolicyDecision> Ask(Uri server, TimeSpan timeout, bool allows = false)
    {
        using var http = new HttpClient();
        var options = new OpenPolicyAgentOptions(server, "axle/tools/decision") { Timeout = timeout, AllowsWhenUnreachable = allows };
        return await new OpenPolicyAgent(http, options, TimeProvider.System).DecideAsync(Request, TestContext.Current.CancellationToken);
    }

    /// <summary>Answers one request; never, when it has no answer.</summary>
    private sealed class AnsweringServer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public AnsweringServer(string? answer)
        {
            _listener.Start();
            Asked = AnswerAsync(answer);
        }

        public Uri Url => new($"http://{_listener.LocalEndpoint}/");

        public Task<string> Asked { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> AnswerAsync(string? answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await using var stream = client.GetStream();
            var seen = new StringBuilder();
            var room = new byte[16 * 1024];
            while (!seen.ToString().Contains("spentUsd", StringComparison.Ordinal))
            {
                var read = await stream.ReadAsync(room);
                if (read == 0)
                    break;
                seen.Append(Encoding.UTF8.GetString(room, 0, read));
            }

            if (answer is not null)
                await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer)}\r\nConnection: close\r\n\r\n{answer}"));
            await stream.CopyToAsync(Stream.Null);
            return seen.ToString();
        }
    }
}
