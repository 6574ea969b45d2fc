using System.Collections.Frozen;

namespace Axle.Guardrails.Privacy.Detection;

/// <summary>Words of computing that look like names of people, places or firms and tell nothing about a person.</summary>
internal static class TechnicalTerms
{
    private const string Words =
        "s3 ec2 eks ecs rds sqs sns iam vpc aws gcp azure lambda dynamodb aurora redshift athena kinesis cloudfront route53 fargate bedrock sagemaker kubernetes k8s docker " +
        "podman helm terraform ansible puppet chef jenkins github gitlab bitbucket git svn linux ubuntu debian fedora centos windows macos ios android java javascript " +
        "typescript python ruby rust golang go kotlin swift scala perl php haskell erlang elixir julia r matlab fortran cobol pascal ada lisp clojure c c++ c# f# .net dotnet " +
        "node nodejs deno bun react angular vue svelte next nuxt django flask rails spring laravel express fastapi asp.net blazor jquery bootstrap tailwind webpack vite babel " +
        "postgres postgresql mysql mariadb sqlite oracle mongodb redis memcached cassandra neo4j elasticsearch opensearch kafka rabbitmq nats spark hadoop hive flink airflow " +
        "dagster prefect dbt snowflake databricks tableau grafana prometheus loki jaeger zipkin datadog splunk sentry nginx apache tomcat iis caddy envoy istio consul vault nomad " +
        "openai anthropic claude gpt gemini llama mistral bert pytorch tensorflow keras numpy pandas scipy jupyter api rest graphql grpc http https json xml yaml html css sql csv " +
        "iban ssn swift bic atm pin vat cvv cc ceo cto tv dvd cd gps id faq ok pdf utf ascii unicode base64 jwt oauth saml sso mfa tls ssl ssh dns dhcp tcp udp ip vpn cdn cpu gpu ram ssd usb url uri uuid mac nat cidr bash zsh powershell vim emacs " +
        "vscode visual studio code excel word outlook teams slack jira confluence notion trello zoom chrome firefox safari edge selenium playwright cypress jest junit pytest maven " +
        "gradle npm yarn pip conda brew apt yum merge pull request branch commit main master docker compose axle bot user agent answer question customer client";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known =
        Words.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the text consists of such words only.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        foreach (var range in text.Split(' '))
        {
            if (!Known.Contains(text[range]))
                return false;
        }

        return true;
    }
}
