"""Runs conformance cases (test/server/conformance) through boto3: `conformance_boto3.py URL CASES.json`."""

import datetime
import json
import re
import sys

import boto3
import botocore
from botocore.config import Config

url, file = sys.argv[1:3]
client = boto3.client(
    "s3",
    endpoint_url=url,
    region_name="us-east-1",
    aws_access_key_id="lakelitmus",
    aws_secret_access_key="lakelitmus-secret",
    config=Config(retries={"max_attempts": 0}, s3={"addressing_style": "path"}, parameter_validation=False),
)


def snake(name):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


METHODS = {"ListObjectsV2": "list_objects_v2", "GetObjectAcl": "get_object_acl", "GetBucketAcl": "get_bucket_acl"}


def value_of(value, answers, bucket):
    if isinstance(value, list):
        return [value_of(one, answers, bucket) for one in value]
    if not isinstance(value, dict):
        return value
    if "$repeat" in value:
        text, times = value["$repeat"]
        return text * times
    if "$date" in value:
        return datetime.datetime.fromisoformat(value["$date"].replace("Z", "+00:00"))
    if "$source" in value:
        # boto3 quotes it itself.
        source = {"Bucket": bucket, "Key": value["$source"]}
        return {**source, "VersionId": value_of(value["$version"], answers, bucket)} if "$version" in value else source
    if "$keys" in value:
        return [{"Key": f"key-{at}"} for at in range(value["$keys"])]
    if "$ref" in value:
        name, *fields = value["$ref"].split(".")
        found = answers.get(name)
        for field in fields:
            found = found.get(field) if isinstance(found, dict) else None
        return found
    return {name: value_of(one, answers, bucket) for name, one in value.items()}


class Differs(Exception):
    pass


def compare(has, expected, where):
    def wrong():
        raise Differs(f"{where}: {json.dumps(has, default=str)[:300]} instead of {json.dumps(expected, default=str)[:300]}")

    if isinstance(expected, dict):
        if "$absent" in expected:
            return wrong() if has is not None else None
        if "$any" in expected:
            return wrong() if has is None else None
        if "$length" in expected:
            return None if has is not None and len(has) == expected["$length"] else wrong()
        if not isinstance(has, dict):
            return wrong()
        if not expected and has:
            return wrong()
        for field, one in expected.items():
            compare(has.get(field), one, f"{where}.{field}")
        return None
    if isinstance(expected, list):
        if has is None and not expected:
            return None
        if not isinstance(has, list) or len(has) != len(expected):
            return wrong()
        for at, one in enumerate(expected):
            compare(has[at], one, f"{where}[{at}]")
        return None
    if isinstance(has, datetime.datetime) and isinstance(expected, datetime.datetime):
        return None if has == expected else wrong()
    return None if has == expected else wrong()


def ask(op, params):
    method = getattr(client, METHODS.get(op, snake(op)))
    if op == "ListBuckets":
        params = {}
    try:
        answer = method(**params)
    except botocore.exceptions.ClientError as error:
        return {"$status": error.response["ResponseMetadata"]["HTTPStatusCode"], "$code": error.response["Error"]["Code"]}
    answer.pop("ResponseMetadata", None)
    if hasattr(answer.get("Body"), "read"):
        answer["Body"] = answer["Body"].read().decode()
    return answer


def run(case, bucket):
    client.create_bucket(Bucket=bucket)
    answers = {}
    for index, step in enumerate(case["steps"]):
        where = f"step {index + 1}, {step['op']}"
        params = {"Bucket": bucket, **value_of(step["params"], answers, bucket)}
        answer = ask(step["op"], params)
        if "fails" in step:
            status, code = step["fails"]
            if answer.get("$status") != status or (code and answer.get("$code") != code):
                raise Differs(f"{where}: {answer.get('$status')} {answer.get('$code')} instead of {status} {code}")
            continue
        if "$code" in answer:
            raise Differs(f"{where}: {answer['$status']} {answer['$code']}")
        for field, expected in step.get("expect", {}).items():
            compare(answer.get(field), value_of(expected, answers, bucket), f"{where}, {field}")
        if "as" in step:
            answers[step["as"]] = answer


passed = failed = skipped = 0
for chapter, cases in json.load(open(file, encoding="utf8")).items():
    for at, case in enumerate(cases):
        try:
            run(case, f"{chapter[:4]}-{at}")
            passed += 1
        except Differs as error:
            failed += 1
            print(f"FAILED  {chapter}: {case['name']}\n        {error}")
        except (botocore.exceptions.ParamValidationError, AttributeError, TypeError, botocore.exceptions.BotoCoreError) as error:
            # boto3 itself does not send it.
            skipped += 1
            print(f"skipped {chapter}: {case['name']}\n        {type(error).__name__}: {str(error)[:200]}")
print(f"boto3 {boto3.__version__}: {passed} passed, {failed} failed, {skipped} that boto3 does not send")
sys.exit(1 if failed else 0)
