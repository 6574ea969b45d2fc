using Axle.Agents.Connections;
using Axle.Identity.Access;
using Axle.Server.Configuration;
using Axle.Server.Identity.Protection;

namespace Axle.Server.Tests.Configuration;

public sealed class Server_settings : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("axle-settings-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_company_account_and_limits_are_lines_of_the_file_and_the_secret_is_not()
    {
        var read = Read("""
            providers: {}
            server:
              oidc: {issuer: "https://login.example.org/staff", clientId: axle, clientSecretEnv: THE_SECRET, joinTenant: default, joinRole: operator}
              conversations: {userPerMinute: 3, tenantPerHour: 0}
              agents: {heartbeat: 500ms, lease: 2m, mostTasks: 7}
            """);

        read.Oidc!.Issuer.ShouldBe(new Uri("https://login.example.org/staff"));
        (read.Oidc.ClientId, read.Oidc.ClientSecret, read.Oidc.JoinTenant, read.Oidc.JoinRole).ShouldBe(("axle", "s3cret", "default", Role.Operator));
        (read.Conversations.UserPerMinute, read.Conversations.UserPerHour, read.Conversations.TenantPerHour).ShouldBe((3, 100, 0));
        read.Agents.ShouldBe(new ConnectionOptions { Heartbeat = TimeSpan.FromMilliseconds(500), Lease = TimeSpan.FromMinutes(2), MostTasks = 7 });
    }

    [Theory]
    [InlineData("server: {oidc: {clientId: a}}", "'issuer' is missing")]
    [InlineData("server: {oidc: {issuer: login, clientId: a}}", "must be an address")]
    [InlineData("server: {oidc: {issuer: 'https://a.example', clientId: a, clientSecretEnv: NOT_SET}}", "NOT_SET is not set")]
    [InlineData("server: {oidc: {issuer: 'https://a.example', clientId: a, joinRole: king}}", "'king' is no role")]
    [InlineData("server: {conversation: {}}", "Did you mean 'conversations'?")]
    [InlineData("server: {conversations: {userPerHour: -1}}", "whole number")]
    [InlineData("server: {agents: {lease: soon}}", "server.agents.lease: must be a time")]
    [InlineData("server: {agents: {lease: 5s}}", "server.agents.heartbeat must be above zero and shorter than the lease, 5 s")]
    [InlineData("server: {agents: {mostTasks: 0}}", "server.agents.mostTasks is 0 and must be 1 to 10000")]
    [InlineData("server: {agents: {leases: 5s}}", "Did you mean 'lease'?")]
    [InlineData("server: [", "not YAML")]
    [InlineData("server: on", "server: must be a mapping")]
    [InlineData("server: {oidc: [{issuer: 'https://a.example'}]}", "server.oidc: must be a mapping")]
    [InlineData("server: {oidc: {issuer: 'https://a.example', clientId: a, joinTenant: [default]}}", "server.oidc.joinTenant: must be a single value")]
    [InlineData("server: {oidc: {issuer: 'https://a.example', clientId: {id: a}}}", "server.oidc.clientId: must be a single value")]
    [InlineData("server: {conversations: 5}", "server.conversations: must be a mapping")]
    [InlineData("server: {conversations: {userPerHour: [5]}}", "server.conversations.userPerHour: must be a single value")]
    [InlineData("server: {conversations: {userPerHour: ''}}", "server.conversations.userPerHour: must be a single value")]
    [InlineData("- server: {}", "must be a mapping of sections")]
    [InlineData("server: {personalData: {mask: [EMAIL]}}", "there is no type 'EMAIL'")]
    [InlineData("server: {personalData: {mask: {types: on}}}", "must be a single value")]
    [InlineData("server: {personalData: {mask: perhaps}}", "must be on, off, or a list")]
    public void What_is_wrong_is_told_with_its_place(string text, string message)
    {
        var error = Should.Throw<AxleException>(() => Read(text));

        error.Message.ShouldStartWith("axle.yaml(");
        error.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet")]
    [InlineData("server:")]
    [InlineData("server: {conversations: ~}")]
    [InlineData("server: {conversations: {userPerHour: null}}")]
    public void What_says_nothing_leaves_what_holds_without_it(string text) => Read(text).Conversations.ShouldBe(new ConversationRates());

    [Theory]
    [InlineData("server: {personalData: {mask: off}}", "")]
    [InlineData("server: {personalData: {mask: [PERSON, EMAIL_ADDRESS]}}", "EMAIL_ADDRESS PERSON")]
    public void What_is_masked_is_a_line_of_the_file(string text, string types) =>
        string.Join(' ', Read(text).MaskedTypes.Order(StringComparer.Ordinal)).ShouldBe(types);

    private AxleServerOptions Read(string text)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "axle.yaml"), text);
        return ServerSettings.Apply(
            new AxleServerOptions { Workspace = _folder.FullName }, _folder.FullName, static name => name == "THE_SECRET" ? "s3cret" : null);
    }
}
